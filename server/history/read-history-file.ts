import { createInterface } from 'node:readline'
import type { z } from 'zod'
import { describeFailure } from '../base/index.ts'
import { openOrdinaryFile, UnusableFile } from '../files/index.ts'
import { type HistoryEntry, historyEntry } from './entry.ts'
import type { History } from './history.ts'
import { historyFormat, historyHeading } from './history-file.ts'

/** More than any file of this version has. */
const mostEntries = 2_000_000

export interface HistoryRead extends History {
  /** The line that was cut short when the recording was killed, and is left out. */
  cutLine: number | null
}

const glance = /^\s*\{\s*"bramble"\s*:\s*"history"/

/** Whether a file begins as a history does. */
export async function isHistoryFile(file: string): Promise<boolean> {
  try {
    const { handle } = await openOrdinaryFile(file)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0)
      return glance.test(buffer.toString('latin1', 0, bytesRead))
    } finally {
      await handle.close()
    }
  } catch {
    return false
  }
}

/** What people may take for a history: how it begins, what it is, and what it is for. */
const others: readonly (readonly [RegExp, string, string])[] = [
  [
    /^\s*\{\s*"bramble"\s*:\s*"snapshot"/,
    "this is a snapshot of a scenario's lab, and no history",
    'bramble run SCENARIO --from FILE begins in it. --record writes histories.',
  ],
  [
    /^\s*\{\s*("type"\s*:\s*"begin"\s*,\s*)?"format"\s*:\s*"bramble-run"/,
    'this is a report of bramble run, and no history',
    'Drop it on the window, which opens reports that were written with --with-past.',
  ],
]

/** Says what a file is that is no history. @returns null: nothing of Bramble's */
async function otherFile(file: string): Promise<UnusableFile | null> {
  const { handle } = await openOrdinaryFile(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0)
    const head = buffer.toString('latin1', 0, bytesRead)
    const [, text, remedy] = others.find(([begins]) => begins.test(head)) ?? []
    if (text === undefined || remedy === undefined) return null
    return new UnusableFile([{ file, line: 1, column: 1, keyPath: '', text }], { remedy })
  } finally {
    await handle.close()
  }
}

/** Reads and checks a history, up to its last whole line. @throws {UnusableFile} */
export async function readHistoryFile(file: string): Promise<HistoryRead> {
  const fail = (line: number, text: string, remedy?: string) =>
    new UnusableFile([{ file, line, column: 1, keyPath: '', text }], remedy === undefined ? {} : { remedy })
  const entries: HistoryEntry[] = []
  let head: z.output<typeof historyHeading> | null = null
  let line = 0
  let cutLine: number | null = null
  const { handle } = await openOrdinaryFile(file)
  const lines = createInterface({
    input: handle.createReadStream({ encoding: 'utf8' }),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  try {
    for await (const text of lines) {
      line += 1
      if (cutLine !== null) throw fail(cutLine, 'the history is damaged: this line is no JSON')
      const value = jsonOf(text)
      if (value === undefined) {
        if (head === null) throw fail(line, notOne(text), recordOne)
        cutLine = line
        continue
      }
      if (head === null) {
        head = headingOf(value, (text, remedy) => fail(line, text, remedy))
        continue
      }
      const { success, data, error } = historyEntry.safeParse(value)
      if (!success)
        throw fail(
          line,
          `version ${head.version} of Bramble wrote this history: ${firstIssue(error)}`,
          recordAnew,
        )
      const last = entries.at(-1)
      if (last && (data.atMs < last.atMs || data.ran < last.ran))
        throw fail(line, 'the history was changed: this entry is earlier than the one before')
      entries.push(data)
      if (entries.length > mostEntries) throw fail(line, `the history has more than ${mostEntries} entries`)
    }
  } catch (thrown) {
    if (head === null) throw (await otherFile(file)) ?? thrown
    if (thrown instanceof UnusableFile) throw thrown
    throw fail(0, `it cannot be read: ${describeFailure(thrown)}`)
  } finally {
    await handle.close()
  }
  if (head === null) throw (await otherFile(file)) ?? fail(1, noHistory, recordOne)
  const { lab, seed, database, droppedFacts, startMs } = head
  return { lab: { ...lab, seed }, database, startMs, entries, droppedFacts, cutLine }
}

const noHistory = 'this is no history of Bramble'
const recordOne = 'Record one with bramble serve --record FILE, or bramble run SCENARIO --record FILE.'
const recordAnew = 'Record it anew with this version.'

function notOne(text: string): string {
  return glance.test(text)
    ? 'the history is cut short within its first line: nothing of it can be used'
    : noHistory
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function headingOf(
  value: unknown,
  fail: (text: string, remedy: string) => UnusableFile,
): z.output<typeof historyHeading> {
  const isHistory =
    typeof value === 'object' && value !== null && 'bramble' in value && value.bramble === 'history'
  if (!isHistory) throw fail(noHistory, recordOne)
  if ('format' in value && value.format !== historyFormat) {
    throw fail(
      `this history has format ${String(value.format)}; this version of Bramble reads ${historyFormat}`,
      recordAnew,
    )
  }
  const { success, data, error } = historyHeading.safeParse(value)
  if (!success) throw fail(`the first line of the history was changed: ${firstIssue(error)}`, recordAnew)
  return data
}

function firstIssue({ issues: [first] }: z.ZodError): string {
  if (first === undefined) return 'unusable'
  return first.path.length === 0 ? first.message : `${first.path.map(String).join('.')}: ${first.message}`
}
