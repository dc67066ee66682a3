import { createHash } from 'node:crypto'
import { z } from 'zod'
import packageJson from '../../../package.json' with { type: 'json' }
import { type LabFileInput, labFile } from '../../files/index.ts'
import type { Lab } from '../../lab/index.ts'
import { historyEntry } from './history.ts'
import type { Recording } from './recording.ts'
import { stateOf } from './state.ts'

/** Rises when a file that was written before can no longer be read. */
export const format = 1

/** What the files say of themselves first of all. */
export const heading = z.object({
  bramble: z.literal('snapshot'),
  format: z.int(),
  /** The version of Bramble that took it. */
  version: z.string(),
})

/**
 * A lab's whole state: what it started from, all that was done to it, and, to compare with, what came of it. This schema is
 * the only place where the format is defined.
 */
export const labSnapshot = z.strictObject({
  ...heading.shape,
  /** What the lab file said; with passwords. */
  lab: z
    .custom<LabFileInput>((value) => labFile.safeParse(value).success, "a lab file's content")
    .refine((lab) => whyNotRepeatable(lab) === null, 'expected a lab that is a world of its own'),
  history: z.array(historyEntry),
  state: z.record(z.string(), z.unknown()),
})
export type LabSnapshot = z.output<typeof labSnapshot>

/** A lab that knows more than its lab file says. @returns the key that says so, and why that is no good; null: none does */
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
 * Takes a snapshot of a lab. Call it when nothing is under way but what its clock knows of.
 * @param file what the lab started from
 * @throws {Failure} where the lab cannot be had again
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

/** Tells a file that was changed from one that was not, however its JSON is laid out. */
export function checksumOf(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}
