import { dialog } from 'electron'
import { asFailure, describeFailure, Failure, printable } from '../server/base/index.ts'

/** Tells a person what went wrong and what to do about it: always on standard error, and in a dialog where one may open. */
export function reportFailure(title: string, thrown: unknown, showsDialog: boolean): void {
  const text = textOf(thrown)
  process.stderr.write(`${title}: ${printable(text)}\n`)
  if (showsDialog) dialog.showErrorBox(title, text)
}

function textOf(whatever: unknown): string {
  const thrown = asFailure(whatever)
  // What nobody expected is a fault of the program: its stack is what a report needs.
  if (!(thrown instanceof Failure))
    return (thrown instanceof Error && thrown.stack) || describeFailure(thrown)
  return thrown.remedy === undefined ? thrown.message : `${thrown.message}\n${capitalised(thrown.remedy)}`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
