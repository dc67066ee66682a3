import { app, dialog } from 'electron'
import { failureWords, languageOf, wordsOf } from '#words'
import { asFailure, describeFailure, Failure, printable } from '../server/base/index.ts'

/** Reports what went wrong and what to do about it: on standard error, and also in a dialog if `showsDialog`. */
export function reportFailure(title: string, thrown: unknown, showsDialog: boolean): void {
  const text = textOf(thrown)
  process.stderr.write(`${title}: ${printable(text)}\n`)
  if (showsDialog) dialog.showErrorBox(title, text)
}

/** What went wrong and what to do about it, in the words of the system's language. */
export function textOf(whatever: unknown): string {
  const thrown = asFailure(whatever)
  // An unexpected exception is a bug in the program: report it with its stack.
  if (!(thrown instanceof Failure))
    return (thrown instanceof Error && thrown.stack) || describeFailure(thrown)
  // Before the app is ready, getLocale() returns an empty string, and the words are English.
  const { message, remedy } = failureWords(wordsOf(languageOf(app.getLocale())).failures, thrown)
  return remedy === undefined ? message : `${message}\n${capitalised(remedy)}`
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
