import { createHash } from 'node:crypto'
import { z } from 'zod'
import packageJson from '../../../package.json' with { type: 'json' }
import { type LabFileInput, labFile } from '../../files/index.ts'
import type { Lab } from '../../lab/index.ts'
import { historyEntry } from './history.ts'
import type { Recording } from './recording.ts'
import { stateOf } from './state.ts'

/** The format version; it is increased when older files can no longer be read. */
export const format = 1

/** The keys at the beginning of every snapshot. */
export const heading = z.object({
  bramble: z.literal('snapshot'),
  format: z.int(),
  /** The version of Bramble that wrote it. */
  version: z.string(),
})

/**
 * The whole state of a lab: its start, its history, and the resulting state for comparison. This schema is
 * the only definition of the format.
 */
export const labSnapshot = z.strictObject({
  ...heading.shape,
  /** The lab file, with passwords. */
  lab: z
    .custom<LabFileInput>((value) => labFile.safeParse(value).success, "a lab file's content")
    .refine((lab) => whyNotRepeatable(lab) === null, 'expected a lab that is a world of its own'),
  history: z.array(historyEntry),
  state: z.record(z.string(), z.unknown()),
})
export type LabSnapshot = z.output<typeof labSnapshot>

/** Finds why a lab cannot be restored from its lab file alone. @returns the key at fault and the reason, or null */
export function whyNotRepeatable(lab: LabFileInput): { path: string[]; text: string } | null {
  const why = 'there can be no snapshot of a lab'
  if ((lab.database ?? 'memory') !== 'memory') {
    return { path: ['database'], text: `${why} that begins with what a database holds: expected memory` }
  }
  for (const part of ['communicationsServer', 'directory'] as const) {
    if (lab[part]?.external) {
      return { path: [part, 'external'], text: `${why} with a server outside of it: expected the stand-in` }
    }
  }
  return null
}

/**
 * Takes a snapshot of a lab. Call it when only work that the lab's clock knows is in progress.
 * @param file the lab file from which the lab started
 * @throws {Failure} if the lab cannot be restored
 */
export async function snapshotOf(
  lab: Pick<Lab, 'api' | 'drawn'>,
  file: LabFileInput,
  recording: Recording,
  startMs: number,
): Promise<LabSnapshot> {
  const history = recording.history()
  const state = await stateOf(lab, startMs)
  return { bramble: 'snapshot', format, version: packageJson.version, lab: file, history, state }
}

/** The checksum of a snapshot; it does not depend on the layout of its JSON. */
export function checksumOf(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
