import { bundledEvent, bundledPastStart, bundleFiles, LookBack } from '#contract'
import { damaged } from './unpack.ts'

const lineFeed = 10

/** What happened before a bundle was made. Null: the bundle does not tell. @throws {BundleProblem} naming the line at fault */
export function readPast(bytes: Uint8Array | undefined): LookBack | null {
  if (bytes === undefined) return null
  let past: LookBack | null = null
  let line = 0
  for (const text of linesOf(bytes)) {
    line += 1
    if (past === null) {
      const { snapshot, ...position } = parse(bundledPastStart, text, line)
      past = new LookBack(snapshot, position)
    } else {
      const { event, ...position } = parse(bundledEvent, text, line)
      past.add(event, position)
    }
  }
  if (past === null) throw damaged(bundleFiles.past, 'it is empty')
  return past
}

/** One line after the other: the whole text may be larger than a string can be. */
function* linesOf(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder()
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(lineFeed, start)
    const end = found < 0 ? bytes.length : found
    yield decoder.decode(bytes.subarray(start, end))
    start = end + 1
  }
}

function parse<T>(schema: { parse(value: unknown): T }, text: string, line: number): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw damaged(bundleFiles.past, `line ${line} is not what it should be`)
  }
}
