import { dirname, join } from 'node:path'
import { withFreePorts } from '../server/faces/index.ts'
import { readLabFile } from '../server/files/index.ts'
import { type Lab, type LabOptions, type LoadDemoPlayer, startLab } from '../server/lab/index.ts'
import type { ShellOptions } from './options.ts'

/** Loaded when somebody looks for a demonstration: the app starts without it. */
const demos: LoadDemoPlayer = async () => (await import('../server/scenario/index.ts')).createDemoPlayer

/** What the app adds to a lab, besides its file. */
export type OwnLabOptions = Pick<
  LabOptions,
  'branches' | 'keepsHistory' | 'lessons' | 'onKeepsHistory' | 'scenarios' | 'snapshots' | 'studio'
>

/**
 * Starts the lab that the app was asked for: the one of a lab file, or the person's own.
 * @param makers who offers lessons, makes scenarios and runs scenario files in it
 */
export async function startOwnLab(
  { homeFolder, labFile, usesFreePorts }: ShellOptions,
  makers: OwnLabOptions,
): Promise<Lab> {
  if (labFile === null) {
    const defaultDatabase = join(homeFolder, 'bramble.sqlite')
    const own = { installFolder: homeFolder, baseFolder: homeFolder, defaultDatabase, demos, ...makers }
    return startLab(usesFreePorts ? { ...own, file: withFreePorts({}) } : own)
  }
  const { input } = await readLabFile(labFile)
  const file = usesFreePorts ? withFreePorts(input) : input
  return startLab({ installFolder: homeFolder, baseFolder: dirname(labFile), file, demos, ...makers })
}
