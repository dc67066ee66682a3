import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, test } from 'vitest'

/**
 * Witnesses are programs of other projects that the tests run against Bramble, to check its protocols independently. They are not
 * installed with Bramble: a machine without one skips its tests and reports why. BRAMBLE_REQUIRE_WITNESSES, which continuous
 * integration sets, turns that into a failure.
 */

export interface Needs {
  /** Debian packages by the name of the required program. */
  programs?: Record<string, string>
  /** Debian packages by the path of the required file. */
  files?: Record<string, string>
  /** The witness needs root, to open ports below 1024 or to capture traffic. */
  root?: boolean
}

/** Like vitest's `describe`, for tests that need a program of another project. */
export function describeWitness(name: string, needs: Needs, tests: () => void): void {
  const reason = whyNot(needs)
  if (reason === null) {
    describe(name, tests)
  } else if (process.env.BRAMBLE_REQUIRE_WITNESSES) {
    describe(name, () => {
      test('is installed', () => {
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
