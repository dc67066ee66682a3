import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What a witness needs on this machine. */
export interface Needs {
  /** Debian packages by the name of the required program. */
  programs?: Record<string, string>
  /** Debian packages by the path of the required file. */
  files?: Record<string, string>
  /** The witness needs root, to open ports below 1024 or to capture traffic. */
  root?: boolean
}

/** @returns the reason why the witness cannot run on this machine, or null */
export function whyNot({ programs = {}, files = {}, root = false }: Needs): string | null {
  const missing = [
    ...Object.entries(programs).filter(([program]) => !hasProgram(program)),
    ...Object.entries(files).filter(([file]) => !existsSync(file)),
  ].map(([, aPackage]) => aPackage)
  if (missing.length > 0) return `missing packages: ${[...new Set(missing)].join(' ')}`
  if (root && process.getuid?.() !== 0) return 'only root may do it'
  return null
}

function hasProgram(program: string): boolean {
  // The sbin folders are not in the path of every user.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
