import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { describeFailure } from '../../../base/index.ts'
import { type OutputTarget, outputTarget } from '../../../base/node/index.ts'
import { UnusableInput } from '../output.ts'

/** A file, or a folder for several, that a command is to write. */
export interface OutputPath {
  /** Such as `--junit`. */
  option: string
  what: 'report' | 'snapshot' | 'history' | 'capture' | 'log'
  path: string
}

/**
 * Checks all outputs of a command before anything runs, so that no results are lost at the end, and no input file is
 * overwritten by a typing error such as `--junit *.yaml`.
 * @param inputs every file that the same command reads
 * @throws {UnusableInput} if an output is an input, another output, or a file that does not belong to Bramble
 */
export function checkOutputs(
  outputs: readonly OutputPath[],
  inputs: readonly string[],
  isJson = false,
): void {
  const read = new Map(inputs.map((path) => [identityOf(path), path]))
  const taken = new Map<string, string>()
  refuseInputAsStdout(read, taken)
  for (const output of outputs) {
    const { option, path } = output
    const target = outputTarget(path)
    const identity = identityOf(path, target)
    const input = read.get(identity)
    if (input !== undefined && output.what !== 'log') {
      const also = input === path ? '' : `, which is the same file as ${input}`
      throw new UnusableInput(`${option} would replace ${path}${also}: this command reads that file`, {
        remedy: nameAnother(option),
      })
    }
    // A text report can move to standard error, JSON cannot.
    const other =
      identity === identityOfStdout() && !isJson && target.kind === 'stream' ? undefined : taken.get(identity)
    if (other !== undefined && !isDiscarding(target)) {
      throw new UnusableInput(`${option} ${path}: ${other} writes to the same file`, {
        remedy: nameAnother(option),
      })
    }
    taken.set(identity, option)
    checkWritable(output, target)
  }
}

/** Whether an output is standard output, so that the text report has to go to standard error. */
export function isStdout(path: string): boolean {
  return outputTarget(path).kind === 'stream' && identityOf(path) === identityOfStdout()
}

function nameAnother(option: string): string {
  return `Name another file. ${option} takes one name: a pattern such as *.yaml becomes several in a shell.`
}

/** Refuses an input as standard output (`>> tunnel.yaml`); with `>` the shell has already emptied it. */
function refuseInputAsStdout(read: ReadonlyMap<string, string>, taken: Map<string, string>): void {
  const identity = identityOfStdout()
  if (identity === null) return
  const input = read.get(identity)
  if (input !== undefined) {
    throw new UnusableInput(`standard output would change ${input}: this command reads that file`, {
      remedy: 'Lead the output to another file.',
    })
  }
  taken.set(identity, 'standard output')
}

/** @returns null if it is a terminal, or /dev/null */
function identityOfStdout(): string | null {
  try {
    const stats = fstatSync(1, { bigint: true })
    return stats.isCharacterDevice() ? null : numbersOf(stats)
  } catch {
    return null
  }
}

/** The identity of a file, which is the same for all its names: links, other spellings, and other case where it does not matter. */
function identityOf(path: string, target = outputTarget(path)): string {
  const stats = statSync(target.path, { throwIfNoEntry: false, bigint: true })
  if (stats) return numbersOf(stats)
  // The file does not exist yet. Many disks ignore the case of names.
  return target.path.normalize('NFC').toLowerCase()
}

function numbersOf({ dev, ino }: { dev: bigint; ino: bigint }): string {
  return `${dev}:${ino}`
}

/** /dev/null takes any number of outputs. */
function isDiscarding({ kind, path }: OutputTarget): boolean {
  return kind === 'stream' && statSync(path, { throwIfNoEntry: false })?.isCharacterDevice() === true
}

function checkWritable({ option, what, path }: OutputPath, target: OutputTarget): void {
  const refuse = (why: string, options: { cause?: unknown; remedy?: string } = {}) =>
    new UnusableInput(`${option}: the ${what} cannot be written to ${path}: ${why}`, options)
  if (what === 'log') return
  if (target.kind === 'folder') throw refuse('this is a folder, not a file')
  // Snapshots and histories have passwords, so only their owner may read them.
  if (target.kind === 'stream' && (what === 'snapshot' || what === 'history'))
    throw refuse('this is no ordinary file')
  if (target.kind === 'stream') return
  const there = statSync(target.path, { throwIfNoEntry: false })
  if (there && !isOurs(target.path, there)) {
    throw refuse('it is there already, and is no report, capture, snapshot or history of Bramble', {
      remedy: `Move it away, or name another file for ${option}.`,
    })
  }
  try {
    if (there) accessSync(target.path, constants.W_OK)
    if (!there || (what !== 'capture' && what !== 'history')) accessSync(dirname(target.path), constants.W_OK)
  } catch (cause) {
    throw refuse(describeFailure(cause), { cause })
  }
}

/** The beginnings of all files that Bramble writes. */
const beginnings: readonly RegExp[] = [
  /^<\?xml[^>]*\?>\s*<testsuites name="bramble"/,
  /^<!DOCTYPE html>[\s\S]{0,200}content="bramble-run"/,
  /^\s*\{\s*"format"\s*:\s*"bramble-/,
  /^\s*\{\s*"bramble"\s*:\s*"(snapshot|history)"/,
  // JSON lines of traffic.
  /^\{"(number":\d+,"at":"|dropped":\d)/,
  // Results of lessons: a table, statements of the Experience API, and a package of lessons.
  /^trainee,lesson,title,level,area,/,
  /^\{"id":"[0-9a-f-]{36}","actor":\{"objectType":"Agent","account":\{"homePage":"https:\/\/bramble\.example"/,
  /^PK[\s\S]{28}cmi5\.xml/,
  // The section header of pcapng, with the name of the program that wrote it.
  /^\n\r\r\n[\s\S]{0,1000}Bramble /,
]

/** Whether Bramble wrote the file. An empty file may be replaced too, such as one from mktemp. */
function isOurs(path: string, { size }: Stats): boolean {
  if (size === 0) return true
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(2_048)
    const text = buffer.toString('latin1', 0, readSync(file, buffer, 0, buffer.length, 0))
    return beginnings.some((beginning) => beginning.test(text))
  } finally {
    closeSync(file)
  }
}
