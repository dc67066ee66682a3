import { type ExportRequest, type FrameFormat, parseFrameFilter } from '#contract'
import { Failure } from '../base/index.ts'
import { frameWriter, writeFrames } from '../traffic/index.ts'
import type { Export, ExportedLab } from './export.ts'
import { stamp } from './stamp.ts'

const formats: Readonly<Record<FrameFormat, { ending: string; type: string }>> = {
  pcapng: { ending: 'pcapng', type: 'application/x-pcapng' },
  jsonl: { ending: 'jsonl', type: 'application/jsonl' },
  text: { ending: 'txt', type: 'text/plain; charset=utf-8' },
}

/** The frames that a filter shows. @throws {Failure} `bad-filter` */
export async function openFrames(
  lab: ExportedLab,
  { format, lastMs, query }: ExportRequest & { what: 'frames' },
): Promise<Export> {
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

/** The recording that the window began. @throws {Failure} `no-recording` */
export async function openRecording({ clock, records }: ExportedLab): Promise<Export> {
  const { content, format } = records.recording()
  const { ending, type } = formats[format]
  return { name: `bramble-recording-${stamp(clock.now())}.${ending}`, type, content }
}
