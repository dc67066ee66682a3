import { type Dirent, existsSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describeFailure } from '../../../base/index.ts'
import { isMatch } from '../../../scenario/index.ts'
import { UnusableInput } from '../output.ts'

/** A file that the command line was given, itself or by a glob or its folder. */
export interface InputFile {
  path: string
  /** It was found in a folder: nobody has said that it is of the right kind. */
  isFound: boolean
  /** Why the word that named it gives no file; null where there is one, as far as can be told without reading it. */
  problem: string | null
}

const extensions = ['.yaml', '.yml', '.json']
/** Whoever means more has named the wrong folder. */
const mostFiles = 100_000

/**
 * Every file that is meant, once: files as they are, the YAML and JSON files in folders and in their folders, and what
 * globs match (`*`, `?`, and `**` for any folders), where a shell has not already replaced them. Those of a folder or a
 * glob are sorted. A name that is there is never a glob. A folder or a glob that gives nothing stands for itself.
 * @throws {UnusableInput} where there are far too many
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
    const paths = await search(name, ['**', '*'], onProblem)
    const found = paths.filter((path) => extensions.some((extension) => path.endsWith(extension)))
    if (found.length + problems.length === 0) {
      onProblem(name, `no file in this folder ends in ${extensions.join(', ')}`)
    }
    return [...found.map((path) => ({ path, isFound: true, problem: null })), ...problems]
  }
  if (existsSync(name) || !/[*?]/.test(name)) return [{ path: name, isFound: false, problem: null }]
  const segments = name.split('/')
  const first = segments.findIndex((segment) => /[*?]/.test(segment))
  const folder = segments.slice(0, first).join('/') || (name.startsWith('/') ? '/' : '.')
  const found = isFolder(folder) ? await search(folder, segments.slice(first), onProblem) : []
  if (found.length + problems.length === 0) onProblem(name, 'no file matches')
  return [...found.map((path) => ({ path, isFound: false, problem: null })), ...problems]
}

type OnProblem = (path: string, problem: string) => void

/**
 * The files under `folder` that the segments of a glob mean, sorted. Links to folders are not followed.
 * @param onProblem hears of folders that cannot be read: the others are searched even so
 */
async function search(folder: string, segments: readonly string[], onProblem: OnProblem): Promise<string[]> {
  const [segment = '', ...rest] = segments
  const found: string[] = []
  for (const entry of await entriesOf(folder, onProblem)) {
    const path = join(folder, entry.name)
    // What begins with a dot is hidden, unless it is asked for.
    if (entry.name.startsWith('.') && !segment.startsWith('.')) continue
    if (segment === '**') {
      if (entry.isDirectory()) found.push(...(await search(path, segments, onProblem)))
      continue
    }
    if (!isMatch(segment, entry.name)) continue
    if (rest.length > 0 && isFolder(path)) found.push(...(await search(path, rest, onProblem)))
    if (rest.length === 0 && !isFolder(path)) found.push(path)
    if (found.length > mostFiles) break
  }
  // `**` also stands for no folder at all.
  if (segment === '**') found.push(...(await search(folder, rest.length > 0 ? rest : ['*'], onProblem)))
  return [...new Set(found)].sort(byCode)
}

async function entriesOf(folder: string, onProblem: OnProblem): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (cause) {
    onProblem(folder, `this folder cannot be read: ${describeFailure(cause)}`)
    return []
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** The same on every machine, whatever its language. */
function byCode(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
