import type { Lab } from '../lab/index.ts'

/** A file that is made as it is read. */
export interface Export {
  /** Suggested name, such as `bramble-frames-20100601-090000.pcapng`. */
  readonly name: string
  /** Media type. */
  readonly type: string
  readonly content: AsyncIterable<Uint8Array>
}

/** What an export needs of a lab. */
export type ExportedLab = Pick<Lab, 'api' | 'clock' | 'records'>
