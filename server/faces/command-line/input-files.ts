import { type Dirent, existsSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describeFailure } from '../../lab/failure.ts'
import { isMatch } from '../../scenario/index.ts'
import { UnusableInput } from './output.ts'

/** A file that the command line was given, itself or by a glob or its folder. */
export interface InputFile {
  path: string
  /** It was found in a folder: nobody has said that it is of the right kind. */
  isFound: boolean
}

const extensions = ['.yaml', '.yml', '.json']
/** Whoever means more has named the wrong folder. */
const mostFiles = 100_000

/**
 * Every file that is meant, once: files as they are, the YAML and JSON files in folders and in their folders, and what
 * globs match (`*`, `?`, and `**` for any folders), where a shell has not already replaced them. Those of a folder or a
 * glob are sorted. A name that is there is never a glob.
 * @throws {UnusableInput} where a folder or a glob gives nothing
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
  if (isFolder(name)) {
    const paths = await search(name, ['**', '*'])
    const found = paths.filter((path) => extensions.some((extension) => path.endsWith(extension)))
    if (found.length > 0) return found.map((path) => ({ path, isFound: true }))
    throw new UnusableInput(`${name}: no file in this folder ends in ${extensions.join(', ')}`)
  }
  if (existsSync(name) || !/[*?]/.test(name)) return [{ path: name, isFound: false }]
  const segments = name.split('/')
  const first = segments.findIndex((segment) => /[*?]/.test(segment))
  const folder = segments.slice(0, first).join('/') || (name.startsWith('/') ? '/' : '.')
  const found = isFolder(folder) ? await search(folder, segments.slice(first)) : []
  if (found.length > 0) return found.map((path) => ({ path, isFound: false }))
  throw new UnusableInput(`${name}: no file matches`)
}

/** The files under `folder` that the segments of a glob mean, sorted. Links to folders are not followed. */
async function search(folder: string, segments: readonly string[]): Promise<string[]> {
  const [segment = '', ...rest] = segments
  const found: string[] = []
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name)
    // What begins with a dot is hidden, unless it is asked for.
    if (entry.name.startsWith('.') && !segment.startsWith('.')) continue
    if (segment === '**') {
      if (entry.isDirectory()) found.push(...(await search(path, segments)))
      continue
    }
    if (!isMatch(segment, entry.name)) continue
    if (rest.length > 0 && isFolder(path)) found.push(...(await search(path, rest)))
    if (rest.length === 0 && !isFolder(path)) found.push(path)
    if (found.length > mostFiles) break
  }
  // `**` also stands for no folder at all.
  if (segment === '**') found.push(...(await search(folder, rest.length > 0 ? rest : ['*'])))
  return [...new Set(found)].sort(byCode)
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (cause) {
    throw new UnusableInput(`${folder}: this folder cannot be read: ${describeFailure(cause)}`, { cause })
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** The same on every machine, whatever its language. */
function byCode(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
