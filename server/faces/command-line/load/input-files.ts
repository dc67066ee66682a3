import { Dirent, existsSync, readdir, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { glob } from 'tinyglobby'
import { describeFailure } from '../../../base/index.ts'
import { UnusableInput } from '../output.ts'

/** A file named on the command line, directly, by a glob or by its folder. */
export interface InputFile {
  path: string
  /** Whether it was found in a folder, so that it may be of another kind. */
  isFound: boolean
  /** Why the argument gives no file; null if there is one, as far as is known without reading it. */
  problem: string | null
}

const extensions = ['.yaml', '.yml', '.json']
/** A name without any of these characters is not a glob. */
const globCharacters = /[*?[{]/
/** Maximum number of files; a user with more has named the wrong folder. */
const mostFiles = 100_000

/**
 * Every file that the arguments mean, once: files themselves, the YAML and JSON files in folders and in their folders, and what
 * globs match (`*`, `?`, `[ab]`, `{a,b}`, and `**` for any folders), where a shell has not already replaced them. Those of a
 * folder or a glob are sorted. The name of an existing file is never a glob. A folder or a glob without files stands for itself.
 * @throws {UnusableInput} if there are far too many
 */
export async function inputFiles(names: readonly string[]): Promise<InputFile[]> {
  const files = new Map<string, InputFile>()
  for (const name of names) {
    for (const file of await filesOf(name)) {
      const whole = resolve(file.path)
      if (!files.has(whole)) files.set(whole, file)
    }
    if (files.size > mostFiles) throw new UnusableInput(`${name}: there are more than ${mostFiles} files`)
  }
  return [...files.values()]
}

async function filesOf(name: string): Promise<InputFile[]> {
  const problems: InputFile[] = []
  const onProblem = (path: string, problem: string) => problems.push({ path, isFound: false, problem })
  if (isFolder(name)) {
    const paths = await search(name, '**', onProblem)
    const found = paths.filter((path) => extensions.some((extension) => path.endsWith(extension)))
    if (found.length + problems.length === 0) {
      onProblem(name, `no file in this folder ends in ${extensions.join(', ')}`)
    }
    return [...found.map((path) => ({ path, isFound: true, problem: null })), ...problems]
  }
  if (existsSync(name) || !globCharacters.test(name)) return [{ path: name, isFound: false, problem: null }]
  const segments = name.split(sep).join('/').split('/')
  const first = segments.findIndex((segment) => globCharacters.test(segment))
  const folder = segments.slice(0, first).join('/') || (segments[0] === '' ? '/' : '.')
  const found = isFolder(folder) ? await search(folder, segments.slice(first).join('/'), onProblem) : []
  if (found.length + problems.length === 0) onProblem(name, 'no file matches')
  return [...found.map((path) => ({ path, isFound: false, problem: null })), ...problems]
}

type OnProblem = (path: string, problem: string) => void

/**
 * The files under `folder` that match a glob, sorted. Links to folders are not followed, and names that begin with a dot are
 * skipped unless the glob names them.
 * @param onProblem called with folders that cannot be read; the others are still searched
 */
async function search(folder: string, pattern: string, onProblem: OnProblem): Promise<string[]> {
  // Treat brackets and a leading exclamation mark as parts of names, not of globs.
  const found = await glob(pattern.replace(/[()]|^!/g, '\\$&'), {
    cwd: folder,
    expandDirectories: false,
    fs: { readdir: readdirWith((path, cause) => onProblem(within(folder, path), unreadable(cause))) },
  })
  return found.map((path) => join(folder, path)).sort(byCode)
}

/** Node's `readdir`, but it leaves out links to folders, and reports failures, which a search takes for empty folders. */
function readdirWith(onFailure: (path: string, cause: unknown) => void): typeof readdir {
  return new Proxy(readdir, {
    apply(target, self, [path, ...others]: unknown[]) {
      const folder = String(path)
      const callback = others.pop()
      const isWanted = (entry: unknown) => !(isLink(entry) && isFolder(join(folder, entry.name)))
      return Reflect.apply(target, self, [
        path,
        ...others,
        (cause: unknown, entries: unknown) => {
          if (cause) onFailure(folder, cause)
          const wanted = Array.isArray(entries) ? entries.filter(isWanted) : entries
          // Count the remaining links as files, so that broken links are listed and reported.
          if (Array.isArray(wanted)) for (const entry of wanted) if (isLink(entry)) entry.isFile = () => true
          if (typeof callback === 'function') callback(cause, wanted)
        },
      ])
    },
  })
}

function isLink(entry: unknown): entry is Dirent {
  return entry instanceof Dirent && entry.isSymbolicLink()
}

function unreadable(cause: unknown): string {
  return `this folder cannot be read: ${describeFailure(cause)}`
}

/** The path of something in a folder, spelt as the folder is. */
function within(folder: string, path: string): string {
  const rest = relative(folder, path)
  return rest === '' ? folder : join(folder, rest)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Compares names independently of the machine's language. */
function byCode(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
