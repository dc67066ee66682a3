import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, test } from 'vitest'

/**
 * Witnesses are programs from outside that vouch for the protocols: they know nothing of Bramble and accept it, or do not.
 * They are no part of an install, so a machine without one skips its tests and says why. BRAMBLE_REQUIRE_WITNESSES, which
 * continuous integration sets, makes that a failure.
 */

export interface Needs {
  /** Programs, each with the Debian package that has it. */
  programs?: Record<string, string>
  /** Files, each with the Debian package that has it. */
  files?: Record<string, string>
  /** It opens ports below 1024, or listens to other programs' traffic. */
  root?: boolean
}

/** As vitest's `describe`, for tests that need a program from outside. */
export function describeWitness(name: string, needs: Needs, tests: () => void): void {
  const reason = whyNot(needs)
  if (reason === null) {
    describe(name, tests)
  } else if (process.env.BRAMBLE_REQUIRE_WITNESSES) {
    describe(name, () => {
      test('can be called', () => {
        throw new Error(`${name}: ${reason}`)
      })
    })
  } else {
    console.info(`Skipped: ${name}: ${reason}`)
    describe.skip(`${name} (${reason})`, tests)
  }
}

function whyNot({ programs = {}, files = {}, root = false }: Needs): string | null {
  const missing = [
    ...Object.entries(programs).filter(([program]) => !hasProgram(program)),
    ...Object.entries(files).filter(([file]) => !existsSync(file)),
  ].map(([, aPackage]) => aPackage)
  if (missing.length > 0) return `missing packages: ${[...new Set(missing)].join(' ')}`
  if (root && process.getuid?.() !== 0) return 'only root may do it'
  return null
}

function hasProgram(program: string): boolean {
  // Where administrators' programs are, which not every user has on the path.
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
