import { dirname } from 'node:path'
import { z } from 'zod'
import type { ProcessLab, Surroundings } from './process-lab.ts'

/** A lab as a lab file describes it, beside the one that runs: every part takes a free port, the database is in memory. */
export const labSpec = z.strictObject({
  kind: z.literal('lab'),
  /** The lab file; null: the default lab. */
  file: z.string().nullable(),
  /** Replaces the seed of the lab file. */
  seed: z.int().optional(),
})

export async function startOwnLab(
  { file, seed }: z.output<typeof labSpec>,
  { installFolder }: Surroundings,
): Promise<ProcessLab> {
  const [{ readLabFile }, { startLab }, { withFreePorts }] = await Promise.all([
    import('../../../files/index.ts'),
    import('../../../lab/index.ts'),
    import('../../free-ports.ts'),
  ])
  const input = file === null ? {} : (await readLabFile(file)).input
  return startLab({
    installFolder,
    baseFolder: file === null ? process.cwd() : dirname(file),
    file: { ...withFreePorts(input), database: 'memory', ...(seed === undefined ? {} : { seed }) },
  })
}
