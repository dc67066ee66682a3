import { once } from 'node:events'
import { failureWords } from '#words'
import { asFailure, describeFailure, Failure, printable, printableJson } from '../../base/index.ts'
import { formatProblem, type Problem, UnusableFile } from '../../files/index.ts'
import { chosenWords } from './language.ts'

/** Exit codes, which programs that call the command line may rely on. */
export const exitCodes = { fine: 0, failed: 1, unusableInput: 2 } as const

/** Something the command line was given cannot be used. */
export class UnusableInput extends Failure<'unusable-input'> {
  constructor(problem: string, { remedy, cause }: { remedy?: string; cause?: unknown } = {}) {
    super('unusable-input', { problem, ...(remedy === undefined ? {} : { remedy }) }, { cause })
  }
}

export function print(text: string): void {
  process.stdout.write(`${printable(text)}\n`)
}

export function printJson(value: unknown, indent?: number): void {
  process.stdout.write(`${printableJson(value, indent)}\n`)
}

/** Writes a text, and waits if the reader is slower than the lab. */
export async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

export function warn(text: string): void {
  process.stderr.write(`bramble: ${printable(text)}\n`)
}

/** Tells of what is probably not meant so; each once, though a matrix repeats it. */
export function warnOfDoubtful(problems: readonly Problem[]): void {
  for (const line of new Set(problems.map(formatProblem)))
    process.stderr.write(`${printable(`${line} (warning)`)}\n`)
}

/** Maximum number of files that are listed; the rest is counted. */
const mostNamed = 5

/** Reports files in folders that do not belong to Bramble. */
export function warnOfLeftOut(files: readonly string[]): void {
  if (files.length === 0) return
  const named = files.slice(0, mostNamed).join(', ')
  const rest = files.length > mostNamed ? ` and ${files.length - mostNamed} more` : ''
  warn(`left out, being neither scenario, lab file nor snapshot: ${named}${rest}`)
}

/** Reports an error and its remedy. @returns the exit code */
export function printFailure(whatever: unknown): number {
  const thrown = asFailure(whatever)
  if (thrown instanceof UnusableFile) {
    // Start each line with the position in the format of compilers, which editors and terminals turn into links.
    process.stderr.write(`bramble: unusable input\n${printable(thrown.message)}\n`)
  } else {
    warn(
      thrown instanceof Failure
        ? failureWords(chosenWords().failures, thrown).message
        : describeFailure(thrown),
    )
  }
  const remedy = thrown instanceof Failure ? failureWords(chosenWords().failures, thrown).remedy : undefined
  if (remedy !== undefined) process.stderr.write(`${printable(remedy)}\n`)
  if (process.env.BRAMBLE_DEBUG && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`)
  return isAboutInput(thrown) ? exitCodes.unusableInput : exitCodes.failed
}

function isAboutInput(thrown: unknown): boolean {
  return thrown instanceof UnusableFile || thrown instanceof UnusableInput
}
