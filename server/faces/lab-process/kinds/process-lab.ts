import type { LabApi } from '#contract'

/** A lab that runs in a process of its own. */
export interface ProcessLab {
  readonly api: LabApi
  /** Posts a notice about an uncaught exception, after which the lab continues. */
  reportUnexpected(thrown: unknown): void
  stop(): Promise<void>
}

/** What every kind of lab process gets from the process that started it. */
export interface Surroundings {
  /** Folder of this installation's certificates and keys, which all its labs share; null: made for this process only. */
  installFolder: string | null
  /** Aborts when the process is to end. */
  end: AbortSignal
  /** Ends the process as soon as no page shows its lab: nobody comes back to it. */
  endWhenUnwatched(): void
}
