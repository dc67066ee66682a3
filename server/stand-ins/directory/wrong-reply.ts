import type { Passage } from '../../faults/index.ts'
import { type LdapOperation, type LdapResult, resultName } from '../../protocols/ldap/index.ts'
import { invalidCredentials } from './refusals.ts'
import type { Reply } from './session.ts'

/** Result codes of LDAP end here (RFC 4511 appendix A, and what was registered since); beyond are Windows error numbers. */
const highestResultCode = 123

/** The wrong answer of a fault to this request; null if no fault hits it, or if it gets no answer. */
export function wrongReply(operation: LdapOperation, passage: Passage): Reply | null {
  const answer = answerTo(operation)
  if (!answer) return null
  const code = passage.wrongAnswer()
  return code === null ? null : { answers: [{ operation: answer(resultOf(code)) }], next: 'go-on' }
}

function answerTo(operation: LdapOperation): ((result: LdapResult) => LdapOperation) | null {
  switch (operation.kind) {
    case 'bindRequest':
      return (result) => ({ kind: 'bindResponse', result, serverSaslCreds: null })
    case 'searchRequest':
      return (result) => ({ kind: 'searchResultDone', result })
    case 'compareRequest':
      return (result) => ({ kind: 'compareResponse', result })
    case 'extendedRequest':
      return (result) => ({ kind: 'extendedResponse', result, oid: null, value: null })
    case 'unsupportedRequest': {
      const { responseTag } = operation
      return (result) => ({ kind: 'unsupportedResponse', responseTag, result })
    }
    default:
      return null
  }
}

/** A result code of LDAP, or a sub-code of Active Directory such as 52e, which comes with "invalid credentials". */
function resultOf(code: string | number): LdapResult {
  const number = /^\d+$/.test(String(code)) ? Number(code) : Number.POSITIVE_INFINITY
  if (number > highestResultCode) return invalidCredentials(String(code).toLowerCase())
  return { code: number, matchedDn: '', diagnostic: `${resultName(number)}, a fault that was set` }
}
