import { createHash, randomBytes } from 'node:crypto'
import { open, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { type StudioDocument, type StudioFile, studioBounds } from '#contract'
import { describeFailure, Failure, type StudioFileTrouble } from '../../base/index.ts'
import { readText } from '../../files/index.ts'
import { libraryFolder } from '../../scenario/index.ts'

/** Before the path of a file of the library, which is never changed. */
const libraryPrefix = 'library:'
const endings = /\.(ya?ml|json)$/i
/** Entries of folders that the list looks at. */
const mostEntries = 20_000
const deepest = 6
/** Enough to see whether it is a scenario, and its name. */
const glanceBytes = 16_384

export interface ScenarioPlace {
  /** Where it lies. */
  path: string
  isReadOnly: boolean
}

/** The scenario files that the window may read and write: those of one folder, and, to read, those of the library. */
export class ScenarioFolder {
  readonly #folder: () => string

  /** @param folder the folder of the moment: in the app people choose another */
  constructor(folder: () => string) {
    this.#folder = folder
  }

  get path(): string {
    return resolve(this.#folder())
  }

  /** @throws {Failure} `studio-file`: nothing outside of the folder can be named, not through a link either */
  async place(file: string, mustExist = true): Promise<ScenarioPlace> {
    const isReadOnly = file.startsWith(libraryPrefix)
    const name = isReadOnly ? file.slice(libraryPrefix.length) : file
    const parts = name.split('/')
    if (!endings.test(name) || parts.some((part) => part === '' || /^\.|[\\\0:]/.test(part)))
      throw trouble(file, 'name')
    const root = await realpath(isReadOnly ? libraryFolder() : this.path).catch(() => this.path)
    const path = join(root, ...parts)
    const real = await realpath(mustExist ? path : dirname(path)).catch((thrown: unknown) => {
      throw trouble(file, isMissing(thrown) ? 'missing' : 'unreadable', thrown)
    })
    const isInside = real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)
    if (!isInside || (mustExist && real === root)) throw trouble(file, 'outside')
    return { path: mustExist ? real : join(real, basename(path)), isReadOnly }
  }

  async read(file: string): Promise<StudioDocument> {
    const { path, isReadOnly } = await this.place(file)
    let text: string
    try {
      const { size } = await stat(path)
      if (size > studioBounds.characters * 2) throw trouble(file, 'too-large')
      text = await readText(path)
    } catch (thrown) {
      throw thrown instanceof Failure && thrown.code === 'studio-file'
        ? thrown
        : trouble(file, isMissing(thrown) ? 'missing' : 'unreadable', thrown)
    }
    if (text.length > studioBounds.characters) throw trouble(file, 'too-large')
    return { file, text, version: versionOf(text), isReadOnly }
  }

  /** Writes beside the file and renames, so that nobody ever reads half of it. */
  async write(file: string, text: string): Promise<StudioDocument> {
    const { path, isReadOnly } = await this.place(file, false)
    if (isReadOnly) throw trouble(file, 'read-only')
    // What a link in the folder points to stays what it points to.
    const target = (await this.place(file).catch(() => null))?.path ?? path
    const beside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`)
    try {
      const mode = (await stat(target).catch(() => null))?.mode ?? 0o644
      await writeFile(beside, text, { flag: 'wx', mode })
      await rename(beside, target)
    } catch (thrown) {
      await rm(beside, { force: true }).catch(() => {})
      throw trouble(file, 'unwritable', thrown)
    }
    return { file, text, version: versionOf(text), isReadOnly: false }
  }

  async create(file: string, text: string): Promise<StudioDocument> {
    const { path, isReadOnly } = await this.place(file, false)
    if (isReadOnly) throw trouble(file, 'read-only')
    try {
      await writeFile(path, text, { flag: 'wx' })
    } catch (thrown) {
      const isThere = thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST'
      throw trouble(file, isThere ? 'exists' : 'unwritable', thrown)
    }
    return { file, text, version: versionOf(text), isReadOnly: false }
  }

  /** The scenarios of the folder, then those of the library. */
  async list(): Promise<{ folder: string; files: StudioFile[]; isCut: boolean }> {
    const own = await scenariosIn(this.path)
    const library = await scenariosIn(libraryFolder())
    const isSame = relative(this.path, libraryFolder()) === ''
    return {
      folder: this.path,
      files: [
        ...own.files.map((one) => ({ ...one, isReadOnly: false })),
        ...(isSame
          ? []
          : library.files.map(({ file, name }) => ({
              file: `${libraryPrefix}${file}`,
              name,
              isReadOnly: true,
            }))),
      ],
      isCut: own.isCut,
    }
  }
}

async function scenariosIn(folder: string) {
  const files: { file: string; name: string | null }[] = []
  let seen = 0
  let level: string[] = ['']
  for (let depth = 0; depth < deepest && level.length > 0; depth += 1) {
    const next: string[] = []
    for (const { file, isFolder } of (
      await Promise.all(level.map((inside) => entriesOf(folder, inside)))
    ).flat()) {
      seen += 1
      if (seen > mostEntries || files.length >= studioBounds.files) return { files, isCut: true }
      if (isFolder) next.push(file)
      const found = isFolder || !endings.test(file) ? null : await glance(join(folder, file))
      if (found !== null) files.push({ file, name: found.name })
    }
    level = next
  }
  return { files, isCut: false }
}

/** What is in a folder, in order, without what is hidden. */
async function entriesOf(folder: string, inside: string): Promise<{ file: string; isFolder: boolean }[]> {
  const entries = await readdir(join(folder, inside), { withFileTypes: true }).catch(() => [])
  return entries
    .filter(({ name }) => !/^\.|[\\:]|^node_modules$/.test(name))
    .map((entry) => ({
      file: inside === '' ? entry.name : `${inside}/${entry.name}`,
      isFolder: entry.isDirectory(),
    }))
    .sort((one, other) => (one.file < other.file ? -1 : 1))
}

/** @returns null if it does not look like a scenario */
async function glance(path: string): Promise<{ name: string | null } | null> {
  try {
    const handle = await open(path)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(glanceBytes), 0, glanceBytes, 0)
      const text = buffer.subarray(0, bytesRead).toString('utf8')
      if (!/^\s*["']?(steps|symptom|cause)["']?\s*:/m.test(text) || /"bramble-run"/.test(text)) return null
      const name = /^name:[ \t]*(.+?)[ \t]*\r?$/m.exec(text)?.[1]?.replace(/^(["'])(.*)\1$/, '$2')
      return { name: name ?? null }
    } finally {
      await handle.close()
    }
  } catch {
    return null
  }
}

function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
}

function trouble(file: string, why: StudioFileTrouble, thrown?: unknown): Failure<'studio-file'> {
  const cause = thrown === undefined ? null : describeFailure(thrown)
  return new Failure('studio-file', { file, why, cause }, { cause: thrown })
}
