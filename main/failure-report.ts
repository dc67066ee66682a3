import { app, dialog } from 'electron'
import { failureWords, languageOf, wordsOf } from '#words'
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
  // Before the app is ready it has no language yet, and speaks English.
  const { message, remedy } = failureWords(wordsOf(languageOf(app.getLocale())).failures, thrown)
  return remedy === undefined ? message : `${message}\n${capitalised(remedy)}`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
