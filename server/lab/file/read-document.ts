import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'
import type { z } from 'zod'
import { describeFailure } from '../failure.ts'
import { type Objection, objections } from './explain.ts'
import { formatKeyPath, type Problem, UnusableFile } from './unusable-file.ts'
import { type KeyPath, type Position, parseYaml, type YamlText } from './yaml-text.ts'

/** A file of 100,000 steps is about 5 MiB. */
const longestFileBytes = 16 * 1024 * 1024

/** Reports what a schema cannot see, such as a name that nothing has. */
export type Report = (path: KeyPath, text: string, about?: Objection['about']) => void

export interface ReadDocument<S extends z.ZodType> {
  file: string
  /** As the schema gives it: defaults filled in, durations in milliseconds. */
  value: z.output<S>
  /** As the file says it. */
  input: z.input<S>
  /** Where the value at a path of keys starts; where nothing is there, its nearest parent. */
  positionOf(path: KeyPath): Position
  /** A problem with this file, placed. */
  problemAt: (...report: Parameters<Report>) => Problem
}

/**
 * Reads a YAML file and checks it.
 * @param extraChecks run on what the schema has accepted
 * @throws {UnusableFile} with every problem, each with its line and column
 */
export async function readDocument<S extends z.ZodType>(
  file: string,
  schema: S,
  extraChecks: (value: z.output<S>, report: Report) => void | Promise<void> = () => {},
): Promise<ReadDocument<S>> {
  const yaml = await readYaml(file)
  return checkDocument(file, yaml, schema, extraChecks)
}

/** Reads a file's YAML without judging what it says. */
export async function readYaml(file: string): Promise<YamlText> {
  return parseYaml(file, await readText(file))
}

/** The second half of {@link readDocument}. */
export async function checkDocument<S extends z.ZodType>(
  file: string,
  yaml: YamlText,
  schema: S,
  extraChecks: (value: z.output<S>, report: Report) => void | Promise<void> = () => {},
): Promise<ReadDocument<S>> {
  const problemAt = (path: KeyPath, text: string, about: Objection['about'] = 'value'): Problem => ({
    file,
    ...yaml.positionOf(path, about === 'key'),
    keyPath: formatKeyPath(path),
    text,
  })
  const { input } = yaml
  if (!isInputOf(schema, input)) {
    throw new UnusableFile(
      objections(schema, input).map(({ path, about, text }) => problemAt(path, text, about)),
    )
  }
  const value = schema.parse(input)
  const problems: Problem[] = []
  await extraChecks(value, (...report) => problems.push(problemAt(...report)))
  if (problems.length > 0) throw new UnusableFile(problems)
  return { file, value, input, positionOf: (path) => yaml.positionOf(path), problemAt }
}

function isInputOf<S extends z.ZodType>(schema: S, input: unknown): input is z.input<S> {
  return schema.safeParse(input).success
}

async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file)
  if (isUtf8(bytes)) return bytes.toString('utf8')
  throw new UnusableFile([{ file, ...firstBadByte(bytes), keyPath: '', text: 'this is no UTF-8 text' }], {
    remedy: 'Save the file as UTF-8.',
  })
}

async function readBytes(file: string): Promise<Buffer> {
  const fail = (text: string, cause?: unknown) =>
    new UnusableFile([{ file, line: 1, column: 1, keyPath: '', text }], { cause })
  const handle = await open(file).catch((cause: NodeJS.ErrnoException) => {
    const words = { ENOENT: 'there is no such file', EACCES: 'reading it is not allowed' }[cause.code ?? '']
    throw fail(words ?? `cannot be read: ${describeFailure(cause)}`, cause)
  })
  try {
    const status = await handle.stat()
    if (status.isDirectory()) throw fail('this is a folder, not a file')
    if (!status.isFile()) throw fail('this is no ordinary file')
    if (status.size > longestFileBytes) {
      throw fail(`the file has ${status.size} bytes; at most ${longestFileBytes} are read`)
    }
    return await handle.readFile()
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
