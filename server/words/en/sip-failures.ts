import type {
  ConnectionLossFacts,
  DeadEndFacts,
  FailureFacts,
  FailureWords,
  RedirectionFacts,
  RegistrationRemarkFacts,
  SipChallenge,
  SipPlace,
  SipServerCircumstances,
  UnfollowableFacts,
} from '#contract'
import { type Sentences, sentence, type Told } from '../sentences.ts'
import type { RegistrationOutcomeSentences, SipServerSentences } from '../words.ts'

const server = (address: string) => `the Communications Server at ${address}`

function placeWords({ address, transport }: SipPlace): string {
  return `${address} over ${transport.toUpperCase()}`
}

/** Who sent a registration on, and who was asked then. */
export function redirection({ by, status, reason, asked }: RedirectionFacts): string {
  const [first, ...others] = asked.map(placeWords)
  const answer = `${by === null ? 'the Communications Server' : placeWords(by)} answered ${status} ${reason}`
  return [first === undefined ? answer : `${answer} and named ${first}`, ...others].join(', then ')
}

function wayWords(way: readonly RedirectionFacts[]): string {
  return way.map(redirection).join(', then ')
}

const losses: Sentences<ConnectionLossFacts> = {
  closed: () => 'the Communications Server closed the connection',
  'closed-by-service': () => 'the service closed the connection',
  'closed-while-connecting': ({ address }) => `${server(address)} closed the connection`,
  'closed-while-opening': ({ address, transport }) =>
    `${server(address)} closed the connection while it was being opened${transport === 'tls' ? ': is it set up for TCP?' : ''}`,
  'dialog-over': () => 'the dialog is over',
  'during-request': ({ method }) => `the connection to the Communications Server was lost during ${method}`,
  failed: ({ cause }) => `the connection to the Communications Server failed: ${cause}`,
  'given-up-while-opening': () => 'the connection was given up while it was being opened',
  gone: () => 'the connection to the Communications Server is gone',
  'no-longer-registered': () => 'the registration was given up',
  'service-closed': () => 'the service has closed its connection',
  'session-ended': () => 'the session ended while it was being registered',
  'settings-changed': () => 'the settings changed',
}

/** @returns the words of a failure, with those of how it came about */
function inCircumstances<Facts>(message: (facts: Facts) => string, remedy?: string) {
  return (facts: Facts & SipServerCircumstances): FailureWords => {
    const way = facts.way && facts.way.length > 0 ? `${wayWords(facts.way)}: ` : ''
    return {
      message: `${way}${message(facts)}${facts.mayExpectTls ? ': is it set up for TLS?' : ''}`,
      remedy,
    }
  }
}

function serviceCertificate({
  fault,
  names,
  validUntil,
}: FailureFacts['service-certificate-refused']): string {
  if (fault === 'expired') return `which expired on ${validUntil}`
  return fault === 'other-authority' ? 'which another authority issued' : `made out to ${names}`
}

export const sipServers: SipServerSentences = {
  'connection-lost': inCircumstances(({ loss }) => sentence(losses, loss)),
  'connection-refused': inCircumstances(
    ({ address }) => `${server(address)} refuses connections: it is not running there`,
  ),
  'not-tls': inCircumstances(({ address }) => `${server(address)} does not speak TLS: is it set up for TCP?`),
  'password-not-asked': inCircumstances(
    ({ sipAddress }) =>
      `the Communications Server accepted ${sipAddress} without asking for the password, which nobody else has checked`,
  ),
  'password-not-kept': inCircumstances(
    ({ sipAddress }) =>
      `the Communications Server wants to see the password of ${sipAddress}, which the service has not kept`,
    'Log in anew.',
  ),
  'server-certificate-expired': inCircumstances(
    ({ address }) => `the certificate of ${server(address)} has expired`,
  ),
  'server-certificate-untrusted': inCircumstances(
    ({ address }) =>
      `the certificate of ${server(address)} comes from an authority that the service does not trust`,
  ),
  'server-certificate-wrong-name': inCircumstances(
    ({ address, expected, names }) =>
      `the certificate of ${server(address)} is not made out to ${expected} but to ${names ?? 'another name'}`,
  ),
  'server-not-sip': inCircumstances((facts) => {
    if (facts.protocol === null)
      return `what the Communications Server sent cannot be read as SIP: ${facts.cause}`
    const protocol = facts.protocol === 'TLS' ? 'TLS, which it may be set up for' : facts.protocol
    return `${server(facts.address)} answered with something that is not SIP: ${protocol}`
  }),
  'service-certificate-missing': inCircumstances(
    ({ address }) => `${server(address)} wants a certificate (MTLS), and the service showed none`,
  ),
  'service-certificate-refused': inCircumstances(
    (facts) => `${server(facts.address)} refused the service's certificate, ${serviceCertificate(facts)}`,
  ),
  'timed-out': inCircumstances(({ address, method, seconds }) => {
    const asked = method === null ? '' : ` ${method}`
    const time = seconds === null ? 'in time' : `within ${seconds} s`
    return `${address === null ? 'the Communications Server' : server(address)} did not answer${asked} ${time}`
  }),
  unreachable: inCircumstances(({ address, cause }) =>
    address === null ? cause : `${server(address)} cannot be reached: ${cause}`,
  ),
  'unreadable-answer': inCircumstances(({ response, cause }) =>
    response === null
      ? `an answer of the Communications Server cannot be read: ${cause}`
      : `the answer ${response} cannot be read: ${cause}`,
  ),
}

function challengeWords({ scheme, isReadable, algorithm, qop }: SipChallenge): string {
  if (!isReadable) return `${scheme} (unreadable)`
  const detail = [algorithm && `algorithm ${algorithm}`, qop && `qop ${qop}`].filter(Boolean).join(', ')
  return detail === '' ? scheme : `${scheme} with ${detail}`
}

/** What each kind of proof can answer. */
const answers = {
  none: 'vouches for its users, as a trusted server, and answers no challenge',
  digest: 'answers Digest only (MD5 or SHA-256, qop auth)',
  ntlm: 'answers NTLM only',
}

const remarks: Sentences<RegistrationRemarkFacts> = {
  after: ({ way }) => `this after ${wayWords(way)}`,
  'asked-to-wait': ({ seconds }) => `it asks to wait ${seconds} s (Retry-After)`,
  'named-elsewhere': ({ contacts }) =>
    contacts.length === 0 ? 'it names no other address' : `it names ${contacts.join(', ')}`,
  'shortest-interval': ({ seconds }) =>
    seconds === null
      ? 'it names no interval that it would take (Min-Expires)'
      : `it takes no less than ${seconds} s (Min-Expires)`,
  'unanswerable-challenge': ({ challenges, answered }) => {
    if (challenges.length === 0) return 'it does not say how the user is to prove who it is'
    const names = [...new Set(challenges.map(challengeWords))].join(', ')
    return `it asks for ${names}, and the service ${answers[answered]}`
  },
}

/** What explains a refusal to register. */
export function remarkWords(remark: Told<RegistrationRemarkFacts>): string {
  return sentence(remarks, remark)
}

const findings = {
  'expires-at-once': () => 'with expires=0: it is not registered',
  'grants-nothing': () => 'lists no Contact and grants no time: nothing is registered',
  'lists-others': () => 'lists other endpoints only: this one is not registered',
  'too-short': (seconds: number | null) =>
    `for ${seconds} s only, which is too short for a registration to be kept`,
}

const unfollowable: Sentences<UnfollowableFacts> = {
  'other-transport': ({ uri, transport }) =>
    `${uri} is reached over ${transport}, which the service does not speak`,
  unreadable: ({ cause }) => cause,
  'without-tls': ({ uri }) => `${uri} is reached without TLS, which may be configured for OCS 2007 R2 only`,
}

type AfterWay<Facts> = { readonly [Code in keyof Facts]: (facts: Facts[Code], way: string) => string }

const deadEnds: AfterWay<DeadEndFacts> = {
  circle: ({ back }, way) =>
    `the registration is sent in a circle: ${way} and named ${placeWords(back)}, which was asked before`,
  'not-followed': ({ problems }, way) => {
    const why = problems.map((problem) => sentence(unfollowable, problem)).join('; ')
    return `${way}, which cannot be followed: ${why === '' ? 'it names no other address' : why}`
  },
  'too-many': ({ most }, way) => `the registration was sent on more than ${most} times: ${way}`,
}

function deadEnd<Code extends keyof DeadEndFacts>({ code, facts }: Told<DeadEndFacts, Code>, way: string) {
  return deadEnds[code](facts, way)
}

export const registrationOutcomes: RegistrationOutcomeSentences = {
  'registration-not-held': ({ address, status, reason, finding, seconds }) => ({
    message: `the Communications Server answered ${status} ${reason} to the registration of ${address}, but ${findings[finding](seconds)}`,
  }),
  'registration-redirected': ({ way, end }) => ({ message: deadEnd(end, wayWords(way)) }),
}
