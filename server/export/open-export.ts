import { type ExportRequest, type FrameFormat, parseFrameFilter } from '#contract'
import { Failure } from '../base/index.ts'
import type { Lab } from '../lab/index.ts'
import { frameWriter, writeFrames } from '../traffic/index.ts'

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

const formats: Readonly<Record<FrameFormat, { ending: string; type: string }>> = {
  pcapng: { ending: 'pcapng', type: 'application/x-pcapng' },
  jsonl: { ending: 'jsonl', type: 'application/jsonl' },
  text: { ending: 'txt', type: 'text/plain; charset=utf-8' },
}

/**
 * Begins an export. Whatever can be refused is refused here, before anything is written.
 * @throws {Failure} `bad-filter`
 */
export async function openExport(lab: ExportedLab, request: ExportRequest): Promise<Export> {
  const { format, lastMs, query } = request
  const filter = parseFrameFilter(query.filter)
  if (filter.problem !== null) {
    throw new Failure('bad-filter', { column: filter.column, problem: filter.problem })
  }
  const now = lab.clock.now()
  const { processFlow } = await lab.api.snapshot()
  const since = lastMs === null ? null : now - lastMs
  const frames = lab.records.frames({ ...query, until: null, since })
  const { ending, type } = formats[format]
  const writer = frameWriter(format, { nameOf: (pin) => lab.records.nameOf(pin), processFlow })
  return { name: `bramble-frames-${stamp(now)}.${ending}`, type, content: writeFrames(writer, frames) }
}

/** Lab time in UTC, in a form that file names may have. */
function stamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
}
