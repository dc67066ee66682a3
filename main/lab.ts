import { dirname, join } from 'node:path'
import { readLabFile } from '../server/files/index.ts'
import { type Lab, type LoadDemoPlayer, startLab } from '../server/lab/index.ts'
import type { ShellOptions } from './options.ts'

/** Loaded when somebody looks for a demonstration: the app starts without it. */
const demos: LoadDemoPlayer = async () => (await import('../server/scenario/index.ts')).createDemoPlayer

/** Starts the lab that the app was asked for: the one of a lab file, or the person's own. */
export async function startOwnLab({ homeFolder, labFile }: ShellOptions): Promise<Lab> {
  if (labFile === null) {
    const defaultDatabase = join(homeFolder, 'bramble.sqlite')
    return startLab({ installFolder: homeFolder, baseFolder: homeFolder, defaultDatabase, demos })
  }
  const { input } = await readLabFile(labFile)
  return startLab({ installFolder: homeFolder, baseFolder: dirname(labFile), file: input, demos })
}
