import { z } from 'zod'
import { branchTurn, type LabApi } from '#contract'

/** Where a lab that repeats a history is to be, and the turn with which it goes on from there. Null: it waits there. */
export const moveOrder = z.strictObject({
  /** The history's file. It is read before the lab moves, and may be removed once that is answered. */
  file: z.string(),
  /** Lab time since the start. */
  atMs: z.number().min(0),
  turn: branchTurn.nullable(),
})
export type MoveOrder = z.output<typeof moveOrder>

/** A lab that runs in a process of its own. */
export interface ProcessLab {
  readonly api: LabApi
  /** Posts a notice about an uncaught exception, after which the lab continues. */
  reportUnexpected(thrown: unknown): void
  stop(): Promise<void>
  /** Repeats more of a history, and goes on from there if told so. Absent: the lab repeats none. */
  move?(order: MoveOrder): Promise<void>
}

/** What every kind of lab process gets from the process that started it. */
export interface Surroundings {
  /** Folder of this installation's certificates and keys, which all its labs share; null: made for this process only. */
  installFolder: string | null
  /** Aborts when the process is to end. */
  end: AbortSignal
  /** Ends the process as soon as no page shows its lab: nobody comes back to it. */
  endWhenUnwatched(): void
  /** Tells how far the repetition of a history is, as lab time since its start. */
  onProgress(atMs: number): void
  /** Tells where a lab that goes on differs from its history: from which entry on. */
  onDiffers(difference: { entry: number; atMs: number }): void
}
