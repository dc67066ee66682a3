import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { describeFailure } from '../../base/index.ts'
import { warn } from './output.ts'

/** The folder for certificates and keys of this installation; null, with a warning, if it cannot be used. */
export function installFolder(): string | null {
  const { BRAMBLE_HOME, XDG_DATA_HOME } = process.env
  try {
    const folder = BRAMBLE_HOME || join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'bramble')
    make(folder)
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return folder
  } catch (thrown) {
    warn(`warning: certificates are made for this run only: ${describeFailure(thrown)}`)
    return null
  }
}

/** Not `recursive: true`, which never returns where a file system says of an existing folder that it is missing (/proc). */
function make(folder: string): void {
  if (existsSync(folder)) return
  make(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}
