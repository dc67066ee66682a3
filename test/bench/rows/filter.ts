import { type FrameView, trafficQuery } from '#contract'
import { createRealClock } from '../../../server/clock/index.ts'
import { Capture, type FrameRecord, TrafficReaders } from '../../../server/traffic/index.ts'
import { recordFrames } from '../frame-recorder.ts'
import { cpuMsPer, type Row } from '../row.ts'

/** Words that many, some, few and none of the frames contain. */
const words = ['message', 'register', '200 ok', 'alice', 'bindrequest', 'status', 'no such words', 'carol']

/** Keeps so many real frames, recorded once and then repeated. */
function keepFrames(records: readonly FrameRecord[], count: number): Capture {
  const capture = new Capture(createRealClock())
  for (let number = 0; number < count; number += 1) {
    const record = records[number % records.length]
    if (record) capture.frame(record)
  }
  return capture
}

const nameOf = (pin: string) => pin

async function allRows(readers: TrafficReaders): Promise<FrameView[]> {
  const reader = await readers.open(trafficQuery.parse({}), () => {})
  const rows: FrameView[] = []
  for (let from = reader.position.first; from < reader.position.end; from += 500) {
    rows.push(...(await reader.rows(from, 500)).rows)
  }
  reader.close()
  return rows
}

/** Opens a reader for each filter in turn, and reads the screenful that it opens with. */
async function readScreenfuls(readers: TrafficReaders): Promise<void> {
  for (const filter of words) {
    const query = trafficQuery.parse({ filter: `"${filter}"`, isOpened: true })
    const reader = await readers.open(query, () => {})
    await reader.rows(reader.position.end - 60, 60)
    reader.close()
  }
}

/** What a page without a lab behind it would do: look for the words in the same texts of every row. */
function searchEveryRow(rows: readonly FrameView[]): number {
  let found = 0
  for (const word of words) {
    for (const { handheld, hop, openedSummary, protocol, summary } of rows) {
      const isFound =
        protocol.toLowerCase().includes(word) ||
        hop.toLowerCase().includes(word) ||
        (handheld?.toLowerCase().includes(word) ?? false) ||
        summary.toLowerCase().includes(word) ||
        openedSummary.toLowerCase().includes(word)
      if (isFound) found += 1
    }
  }
  return found
}

export const filter: Row = {
  name: 'filter',
  what: 'first screenful of a filter over 100,000 frames / a bare loop over the texts of the same rows',
  unit: 'ms of CPU per filter',
  goal: { atMost: 1 },
  rounds: 9,
  async open(isSmall) {
    const capture = keepFrames(await recordFrames(isSmall ? 1 : 20), isSmall ? 2_500 : 100_000)
    const readers = new TrafficReaders({ capture, clock: createRealClock(), nameOf, markOf: () => undefined })
    const rows = await allRows(readers)
    // As in a window, which always has a reader open.
    await readers.open(trafficQuery.parse({}), () => {})
    return {
      ours: () => cpuMsPer(words.length, () => readScreenfuls(readers)),
      theirs: () => cpuMsPer(words.length, () => void searchEveryRow(rows)),
    }
  },
}
