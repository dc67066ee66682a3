import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Failure } from '../server/base/index.ts'
import type { Export } from '../server/export/index.ts'

/** Where Wireshark's installers put it, besides the folders of PATH. */
const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['/Applications/Wireshark.app/Contents/MacOS/Wireshark'],
  linux: ['/usr/bin/wireshark', '/usr/local/bin/wireshark'],
  win32: ['C:\\Program Files\\Wireshark\\Wireshark.exe'],
}

/** @returns the path of the program, or null where it is not installed */
export function findWireshark(
  path = process.env.PATH ?? '',
  places = usualPlaces[process.platform] ?? [],
): string | null {
  const name = process.platform === 'win32' ? 'Wireshark.exe' : 'wireshark'
  const inPath = path.split(delimiter).filter((folder) => folder !== '')
  return [...inPath.map((folder) => join(folder, name)), ...places].find(isProgram) ?? null
}

/**
 * Writes an export to a private file and opens it there. No shell is asked, and the arguments are fixed.
 * @throws {Failure} `no-wireshark`
 */
export async function openInWireshark({ content, name }: Export): Promise<void> {
  const program = findWireshark()
  if (program === null) throw new Failure('no-wireshark', {})
  const file = join(await mkdtemp(join(tmpdir(), 'bramble-wireshark-')), name)
  await writeFile(file, content, { mode: 0o600 })
  const child = spawn(program, ['-r', file], { shell: false, detached: true, stdio: 'ignore' })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (cause) => reject(new Failure('no-wireshark', {}, { cause })))
  })
  child.unref()
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
