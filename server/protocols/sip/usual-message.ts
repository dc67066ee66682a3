import type { SipMessage } from './message.ts'

/**
 * A fast path of {@link checkMessage}, which otherwise validates every value. Nearly all messages have one of a few usual
 * forms, which are all valid.
 */

const token = "[A-Za-z0-9.!%*_+`'~-]+"
const host = '[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*'
const port = '(?::(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}))?'
/** A `sip:` address with parameters that differ in name, and without headers. */
const address = `sips?:(?:[A-Za-z0-9._-]+@)?${host}${port}(?:;transport=(?:tls|tcp|udp))?(?:;lr)?(?:;(?:ms-)?opaque=[A-Za-z0-9.:_-]+)?`
const name = '(?:"[^"\\\\]*" ?)?'

const usualAddress = new RegExp(`^${address}$`)
const usualParty = new RegExp(`^${name}<${address}>(?:;tag=${token})?(?:;epid=${token})?$`)
const usualRoute = new RegExp(`^<${address}>$`)
const usualContact = new RegExp(
  `^${name}<${address}>(?:;expires=[0-9]{1,9})?(?:;methods="[^"\\\\]*")?(?:;proxy=replace)?(?:;\\+sip\\.instance="[^"\\\\]*")?(?:;gruu="[^"\\\\]*")?$`,
)
const usualVia = new RegExp(
  `^SIP/2\\.0/(?:TLS|TCP|UDP) ${host}${port};branch=${token}(?:;received=${host})?(?:;ms-received-port=[0-9]+;ms-received-cid=[A-Za-z0-9]+)?$`,
)
const usualCallId = /^[!-~]+$/
const usualSequence = /^[0-9]{1,9} [A-Z]+$/
const usualForwards = /^[0-9]{1,2}$/
/** Longer than any valid host with its surroundings. */
const longestUsual = 1_000
const longestHost = 255

/**
 * @param methods see {@link checkMessage}
 * @returns true if the message is valid; false if the full check has to decide
 */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one flat pass over the headers, on the path of every message
export function isUsualMessage(message: SipMessage, methods: ReadonlySet<string> | null): boolean {
  let vias = 0
  let senders = 0
  let recipients = 0
  let callIds = 0
  let sequences = 0
  let forwards = 0
  let sequence = ''
  for (const { name, value } of message.headers.entries) {
    switch (name.key) {
      case 'via':
        vias += 1
        if (value.length > longestHost || !usualVia.test(value)) return false
        break
      case 'from':
        senders += 1
        if (value.length > longestHost || !usualParty.test(value)) return false
        break
      case 'to':
        recipients += 1
        if (value.length > longestHost || !usualParty.test(value)) return false
        break
      case 'call-id':
        callIds += 1
        if (!usualCallId.test(value)) return false
        break
      case 'cseq':
        sequences += 1
        sequence = value
        if (!usualSequence.test(value)) return false
        break
      case 'max-forwards':
        forwards += 1
        if (!usualForwards.test(value)) return false
        break
      case 'contact':
        if (value.length > longestUsual || value.indexOf('>') > longestHost || !usualContact.test(value))
          return false
        break
      case 'route':
      case 'record-route':
        if (value.length > longestHost || !usualRoute.test(value)) return false
        break
      default:
    }
  }
  if (vias === 0 || senders !== 1 || recipients !== 1 || callIds !== 1 || sequences !== 1) return false
  if (message.kind === 'response') return true
  const { method, uri } = message
  if (forwards > 1 || uri.length > longestHost || !usualAddress.test(uri)) return false
  if (methods !== null && !methods.has(method)) return false
  return sequence.endsWith(method) && sequence[sequence.length - method.length - 1] === ' '
}
