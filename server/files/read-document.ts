import { isUtf8 } from 'node:buffer'
import { type FileHandle, open, stat } from 'node:fs/promises'
import type { z } from 'zod'
import { describeFailure } from '../base/index.ts'
import { blankOutFaults, type StandIn } from './blank-out-faults.ts'
import { type Objection, objections } from './objections.ts'
import { formatKeyPath, type Problem, UnusableFile } from './unusable-file.ts'
import { type KeyPath, type Position, parseYaml, type YamlText } from './yaml-text.ts'

/** A file of 100,000 steps is about 5 MiB. */
const longestFileBytes = 16 * 1024 * 1024

/** Reports problems that a schema cannot find, such as an unknown name. */
export type Report = (path: KeyPath, text: string, about?: Objection['about']) => void

/**
 * A process checks few files. zod would write and compile a function for each schema first, which takes longer than checking a
 * file without them: a third of the time that a process needs for reading a lesson.
 */
const uncompiled = { jitless: true }

/** @throws {UnusableFile} if another file that this one names is at fault */
type ExtraChecks<S extends z.ZodType> = (value: z.output<S>, report: Report) => void | Promise<void>

export interface ReadDocument<S extends z.ZodType> {
  file: string
  /** The value parsed by the schema, with defaults and with durations in milliseconds. */
  value: z.output<S>
  /** The value as written in the file. */
  input: z.input<S>
  /** The position of the value at a path of keys; if there is none, the position of its nearest parent. */
  positionOf(path: KeyPath): Position
}

/**
 * Reads a YAML file and checks it.
 * @param extraChecks run on values that the schema has accepted
 * @throws {UnusableFile} with every problem, each with its line and column
 */
export async function readDocument<S extends z.ZodType>(
  file: string,
  schema: S,
  extraChecks: ExtraChecks<S> = () => {},
  standIn?: (fault: Objection) => StandIn | null,
): Promise<ReadDocument<S>> {
  const yaml = await readYaml(file)
  return checkDocument(file, yaml, schema, extraChecks, standIn)
}

/** Reads and parses a YAML file, without checking its content. */
export async function readYaml(file: string): Promise<YamlText> {
  return parseYaml(file, await readText(file))
}

/**
 * Checks a parsed file; the second half of {@link readDocument}.
 * @param standIn gives the replacement of a faulty value, so that `extraChecks` can check the rest
 */
export async function checkDocument<S extends z.ZodType>(
  file: string,
  yaml: YamlText,
  schema: S,
  extraChecks: ExtraChecks<S> = () => {},
  standIn: (fault: Objection) => StandIn | null = () => null,
): Promise<ReadDocument<S>> {
  const problemAt = (path: KeyPath, text: string, about: Objection['about'] = 'value'): Problem => ({
    file,
    ...yaml.positionOf(path, about === 'key'),
    keyPath: formatKeyPath(path),
    text,
  })
  const { input } = yaml
  const parsed = schema.safeParse(input, uncompiled)
  if (!parsed.success || !isInputOf<S>(input, parsed)) {
    const faults = objections(schema, input, (path) => yaml.writtenAt(path))
    const problems = faults.map(({ path, about, text }) => problemAt(path, text, about))
    const places = new Set(
      faults.flatMap(({ path }) => path.map((_, index) => formatKeyPath(path.slice(0, index + 1)))),
    )
    const report: Report = (path, ...rest) => {
      // Ignore messages about a replaced value or its parents, since the replacement causes them.
      if (!places.has(formatKeyPath(path))) problems.push(problemAt(path, ...rest))
    }
    const mended = blankOutFaults(input, faults, standIn)
    const whole = schema.safeParse(blankOutFaults(mended, objections(schema, mended), standIn), uncompiled)
    if (whole.success) await collect(problems, () => extraChecks(whole.data, report))
    throw new UnusableFile(problems)
  }
  const value = parsed.data
  const problems: Problem[] = []
  await collect(problems, () => extraChecks(value, (...report) => problems.push(problemAt(...report))))
  if (problems.length > 0) throw new UnusableFile(problems)
  return { file, value, input, positionOf: (path) => yaml.positionOf(path) }
}

/** Runs checks, and adds problems that they find in other files to `problems`. */
async function collect(problems: Problem[], checks: () => void | Promise<void>): Promise<void> {
  try {
    await checks()
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    problems.push(...thrown.problems)
  }
}

/** Whether a value has been found to be an input of the schema, for the compiler. */
function isInputOf<S extends z.ZodType>(
  _value: unknown,
  { success }: z.ZodSafeParseResult<z.output<S>>,
): _value is z.input<S> {
  return success
}

/** Reads a text file in UTF-8. @throws {UnusableFile} */
export async function readText(file: string, mostBytes = longestFileBytes): Promise<string> {
  const bytes = await readBytes(file, mostBytes)
  const fail = (at: Position, text: string, remedy: string) =>
    new UnusableFile([{ file, ...at, keyPath: '', text }], { remedy })
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    throw fail({ line: 1, column: 1 }, 'this is UTF-16 text', 'Save the file as UTF-8.')
  }
  if (!isUtf8(bytes)) throw fail(firstBadByte(bytes), 'this is no UTF-8 text', 'Save the file as UTF-8.')
  const zero = bytes.indexOf(0)
  if (zero >= 0) {
    const before = bytes.subarray(0, zero).toString('utf8').split('\n')
    const at = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
    throw fail(at, 'this is no text: there is a byte 0', 'Save the file as UTF-8 text.')
  }
  return bytes.toString('utf8')
}

function startsWith(bytes: Buffer, first: number, second: number): boolean {
  return bytes[0] === first && bytes[1] === second
}

/**
 * Opens an ordinary file for reading. It looks before opening: opening a pipe would wait for a writer.
 * @returns the file, and the size that it claims to have, in bytes
 * @throws {UnusableFile}
 */
export async function openOrdinaryFile(file: string): Promise<{ handle: FileHandle; size: number }> {
  const fail = (text: string, cause?: unknown) => unusable(file, text, cause)
  const refuse = (cause: NodeJS.ErrnoException): never => {
    const words = { ENOENT: 'there is no such file', EACCES: 'reading it is not allowed' }[cause.code ?? '']
    throw fail(words ?? `cannot be read: ${describeFailure(cause)}`, cause)
  }
  const status = await stat(file).catch(refuse)
  if (status.isDirectory()) throw fail('this is a folder, not a file')
  if (!status.isFile()) throw fail('this is no ordinary file')
  return { handle: await open(file).catch(refuse), size: status.size }
}

function unusable(file: string, text: string, cause?: unknown): UnusableFile {
  return new UnusableFile([{ file, line: 1, column: 1, keyPath: '', text }], { cause })
}

async function readBytes(file: string, mostBytes: number): Promise<Buffer> {
  const fail = (text: string) => unusable(file, text)
  const { handle, size } = await openOrdinaryFile(file)
  try {
    if (size > mostBytes) throw fail(`the file has ${size} bytes; at most ${mostBytes} are read`)
    // Do not trust the size: files in /proc have size 0, and other files grow.
    const chunks: Buffer[] = []
    for (let bytes = 0; bytes <= mostBytes; ) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(64 * 1024))
      if (bytesRead === 0) return Buffer.concat(chunks)
      chunks.push(buffer.subarray(0, bytesRead))
      bytes += bytesRead
    }
    throw fail(`the file has more than ${mostBytes} bytes, which is the most that are read`)
  } finally {
    await handle.close()
  }
}

function firstBadByte(bytes: Buffer): Position {
  let line = 1
  for (let start = 0; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(0x0a, start)
    const end = newline < 0 ? bytes.length : newline
    const text = bytes.subarray(start, end)
    if (!isUtf8(text)) return { line, column: text.toString('utf8').indexOf('\ufffd') + 1 }
    start = end + 1
  }
  return { line, column: 1 }
}
