import { z } from 'zod'
import { describeFailure } from '../../base/index.ts'
import { explain, type Position, readText, UnusableFile } from '../../files/index.ts'
import { checksumOf, format, heading, type LabSnapshot, labSnapshot } from './snapshot-file.ts'

/** A snapshot of 100,000 handhelds has some 60 MB. */
const mostBytes = 256 * 1024 * 1024

const whole = z.looseObject({ sha256: z.string() })

/** Reads and checks a snapshot. @throws {UnusableFile} */
export async function readSnapshotFile(file: string): Promise<LabSnapshot> {
  const text = await readText(file, mostBytes)
  const fail = (words: string, remedy?: string, at: Position = { line: 1, column: 1 }) =>
    new UnusableFile([{ file, ...at, keyPath: '', text: words }], remedy === undefined ? {} : { remedy })

  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    if (isHistory.test(text)) throw fail(aHistory, goOn)
    if (!hasHeading(text)) throw fail(noSnapshot, takeOne)
    const at = placeOf(text, describeFailure(cause))
    throw fail('the snapshot is cut short, or was changed: this is no JSON', takeAnew, at)
  }
  const { success, data: head } = heading.safeParse(value)
  if (!success) throw fail(noSnapshot, takeOne)
  if (head.format !== format) {
    throw fail(`this snapshot has format ${head.format}; this version of Bramble reads ${format}`, takeAnew)
  }
  const { success: isWhole, data } = whole.safeParse(value)
  if (!isWhole) throw fail('the snapshot was changed: it has no checksum', takeAnew)
  const { sha256, ...content } = data
  if (checksumOf(content) !== sha256) {
    throw fail('the snapshot was changed after it was written: its checksum is another', takeAnew)
  }
  const read = labSnapshot.safeParse(content)
  if (read.success) return read.data
  throw fail(
    `version ${head.version} of Bramble wrote this snapshot: ${explain(labSnapshot, content)}`,
    takeAnew,
  )
}

const isHistory = /^\s*\{\s*"bramble"\s*:\s*"history"/
const aHistory = 'this is a history, and no snapshot that bramble run takes'
const goOn = 'bramble serve --from FILE and bramble branch FILE go on from it.'
const noSnapshot = 'this is no snapshot of Bramble'
const takeOne = 'Take one with bramble run SCENARIO --snapshot FILE.'
const takeAnew = 'Take the snapshot anew.'

/** Whether a text with invalid JSON was meant as a snapshot. */
function hasHeading(text: string): boolean {
  return /^\s*\{\s*"bramble"\s*:\s*"snapshot"/.test(text)
}

/** The position of a JSON syntax error: some messages of the parser name it, otherwise it is the end. */
function placeOf(text: string, message: string): Position {
  const [, found] = /at position (\d+)/.exec(message) ?? []
  const before = text.slice(0, found === undefined ? text.length : Number(found))
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: before.length - lineStart + 1 }
}
