import type { FailureTextCode } from '#contract'
import type { FailureSentences } from './words.ts'

/** The part that found what is wrong said it, in English: the same in every language. */
const said = ({ problem, remedy }: { problem: string; remedy?: string }) => ({ message: problem, remedy })

export const texts: Pick<FailureSentences, FailureTextCode> = {
  'bad-content': said,
  'bad-content-length': said,
  'bad-envelope': said,
  'bad-header': said,
  'bad-payload': said,
  'bad-srp': said,
  'bad-start-line': said,
  'bad-status': said,
  'bad-uri': said,
  'bad-value': said,
  'bad-xml': said,
  'body-too-large': said,
  'headers-too-large': said,
  ldap: said,
  'method-mismatch': said,
  'missing-content-length': said,
  'missing-header': said,
  'not-sip': said,
  ntlm: said,
  'repeated-header': said,
  'too-large': said,
  truncated: said,
  'unknown-key': said,
  'unknown-method': said,
  'unknown-suite': said,
  'unsupported-version': said,
  'unusable-file': said,
  'unusable-input': said,
  'unwritable-sip': said,
}
