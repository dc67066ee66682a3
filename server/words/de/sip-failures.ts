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

const server = (address: string) => `der Communications Server unter ${address}`

/** As at the beginning of a sentence; names of hosts stay as they are. */
const capital = (text: string) =>
  text.replace(/^(?:das|der|die|eine|was)\b/, (article) => article.charAt(0).toUpperCase() + article.slice(1))

function placeWords({ address, transport }: SipPlace): string {
  return `${address} über ${transport.toUpperCase()}`
}

/** Who sent a registration on, and who was asked then. */
export function redirection({ by, status, reason, asked }: RedirectionFacts): string {
  const [first, ...others] = asked.map(placeWords)
  const answer = `${by === null ? 'der Communications Server' : placeWords(by)} antwortete ${status} ${reason}`
  return [first === undefined ? answer : `${answer} und nannte ${first}`, ...others].join(', dann ')
}

function wayWords(way: readonly RedirectionFacts[]): string {
  return way.map(redirection).join(', dann ')
}

const losses: Sentences<ConnectionLossFacts> = {
  closed: () => 'der Communications Server hat die Verbindung geschlossen',
  'closed-by-service': () => 'der Dienst hat die Verbindung geschlossen',
  'closed-while-connecting': ({ address }) => `${server(address)} hat die Verbindung geschlossen`,
  'closed-while-opening': ({ address, transport }) =>
    `${server(address)} hat die Verbindung geschlossen, während sie geöffnet wurde${transport === 'tls' ? ': Ist er für TCP eingerichtet?' : ''}`,
  'dialog-over': () => 'der Dialog ist vorbei',
  'during-request': ({ method }) =>
    `die Verbindung zum Communications Server ging während ${method} verloren`,
  failed: ({ cause }) => `die Verbindung zum Communications Server brach ab: ${cause}`,
  'given-up-while-opening': () => 'die Verbindung wurde aufgegeben, während sie geöffnet wurde',
  gone: () => 'die Verbindung zum Communications Server besteht nicht mehr',
  'no-longer-registered': () => 'die Anmeldung wurde aufgegeben',
  'service-closed': () => 'der Dienst hat seine Verbindung geschlossen',
  'session-ended': () => 'die Sitzung endete, während sie angemeldet wurde',
  'settings-changed': () => 'die Einstellungen haben sich geändert',
}

/** @returns the words of a failure, with those of how it came about */
function inCircumstances<Facts>(message: (facts: Facts) => string, remedy?: string) {
  return (facts: Facts & SipServerCircumstances): FailureWords => {
    const way = facts.way && facts.way.length > 0 ? `${wayWords(facts.way)}: ` : ''
    const tls = facts.mayExpectTls ? ': Ist er für TLS eingerichtet?' : ''
    return { message: capital(`${way}${message(facts)}${tls}`), remedy }
  }
}

function serviceCertificate({
  fault,
  names,
  validUntil,
}: FailureFacts['service-certificate-refused']): string {
  if (fault === 'expired') return `das am ${validUntil} abgelaufen ist`
  return fault === 'other-authority'
    ? 'das eine andere Zertifizierungsstelle ausgestellt hat'
    : `ausgestellt auf ${names}`
}

export const sipServers: SipServerSentences = {
  'connection-lost': inCircumstances(({ loss }) => sentence(losses, loss)),
  'connection-refused': inCircumstances(
    ({ address }) => `${server(address)} nimmt keine Verbindungen an: Er läuft dort nicht`,
  ),
  'not-tls': inCircumstances(
    ({ address }) => `${server(address)} spricht kein TLS: Ist er für TCP eingerichtet?`,
  ),
  'password-not-asked': inCircumstances(
    ({ sipAddress }) =>
      `der Communications Server hat ${sipAddress} angenommen, ohne nach dem Kennwort zu fragen, das sonst niemand geprüft hat`,
  ),
  'password-not-kept': inCircumstances(
    ({ sipAddress }) =>
      `der Communications Server will das Kennwort von ${sipAddress} sehen, das der Dienst nicht behalten hat`,
    'Melden Sie sich neu an.',
  ),
  'server-certificate-expired': inCircumstances(
    ({ address }) => `das Zertifikat des Communications Servers unter ${address} ist abgelaufen`,
  ),
  'server-certificate-untrusted': inCircumstances(
    ({ address }) =>
      `das Zertifikat des Communications Servers unter ${address} stammt von einer Zertifizierungsstelle, der der Dienst nicht vertraut`,
  ),
  'server-certificate-wrong-name': inCircumstances(
    ({ address, expected, names }) =>
      `das Zertifikat des Communications Servers unter ${address} ist nicht auf ${expected} ausgestellt, sondern auf ${names ?? 'einen anderen Namen'}`,
  ),
  'server-not-sip': inCircumstances((facts) => {
    if (facts.protocol === null)
      return `was der Communications Server sandte, lässt sich nicht als SIP lesen: ${facts.cause}`
    const protocol =
      facts.protocol === 'TLS' ? 'TLS, und vielleicht ist er dafür eingerichtet' : facts.protocol
    return `${server(facts.address)} antwortete mit etwas anderem als SIP: ${protocol}`
  }),
  'service-certificate-missing': inCircumstances(
    ({ address }) => `${server(address)} verlangt ein Zertifikat (MTLS), und der Dienst zeigte keines`,
  ),
  'service-certificate-refused': inCircumstances(
    (facts) => `${server(facts.address)} lehnte das Zertifikat des Dienstes ab, ${serviceCertificate(facts)}`,
  ),
  'timed-out': inCircumstances(({ address, method, seconds }) => {
    const asked = method === null ? '' : ` auf ${method}`
    const time = seconds === null ? 'rechtzeitig' : `innerhalb von ${seconds} s`
    return `${address === null ? 'der Communications Server' : server(address)} antwortete${asked} nicht ${time}`
  }),
  unreachable: inCircumstances(({ address, cause }) =>
    address === null ? cause : `${server(address)} ist nicht zu erreichen: ${cause}`,
  ),
  'unreadable-answer': inCircumstances(({ response, cause }) =>
    response === null
      ? `eine Antwort des Communications Servers lässt sich nicht lesen: ${cause}`
      : `die Antwort ${response} lässt sich nicht lesen: ${cause}`,
  ),
}

function challengeWords({ scheme, isReadable, algorithm, qop }: SipChallenge): string {
  if (!isReadable) return `${scheme} (unlesbar)`
  const detail = [algorithm && `Algorithmus ${algorithm}`, qop && `qop ${qop}`].filter(Boolean).join(', ')
  return detail === '' ? scheme : `${scheme} mit ${detail}`
}

/** What each kind of proof can answer. */
const answers = {
  none: 'bürgt als vertrauenswürdiger Server für seine Benutzer und beantwortet keine Challenge',
  digest: 'beantwortet nur Digest (MD5 oder SHA-256, qop auth)',
  ntlm: 'beantwortet nur NTLM',
}

const remarks: Sentences<RegistrationRemarkFacts> = {
  after: ({ way }) => `dies nach: ${wayWords(way)}`,
  'asked-to-wait': ({ seconds }) => `er bittet, ${seconds} s zu warten (Retry-After)`,
  'named-elsewhere': ({ contacts }) =>
    contacts.length === 0 ? 'er nennt keine andere Adresse' : `er nennt ${contacts.join(', ')}`,
  'shortest-interval': ({ seconds }) =>
    seconds === null
      ? 'er nennt keine Dauer, die er annehmen würde (Min-Expires)'
      : `er nimmt nicht weniger als ${seconds} s an (Min-Expires)`,
  'unanswerable-challenge': ({ challenges, answered }) => {
    if (challenges.length === 0) return 'er sagt nicht, womit sich der Benutzer ausweisen soll'
    const names = [...new Set(challenges.map(challengeWords))].join(', ')
    return `er verlangt ${names}, und der Dienst ${answers[answered]}`
  },
}

/** What explains a refusal to register. */
export function remarkWords(remark: Told<RegistrationRemarkFacts>): string {
  return sentence(remarks, remark)
}

const findings = {
  'expires-at-once': () => 'mit expires=0: Es ist nichts angemeldet',
  'grants-nothing': () => 'er führt keinen Contact auf und gewährt keine Zeit: Es ist nichts angemeldet',
  'lists-others': () => 'er führt nur andere Endpunkte auf: Dieser ist nicht angemeldet',
  'too-short': (seconds: number | null) => `nur für ${seconds} s, zu kurz, um eine Anmeldung zu halten`,
}

const unfollowable: Sentences<UnfollowableFacts> = {
  'other-transport': ({ uri, transport }) =>
    `${uri} wird über ${transport} erreicht, das der Dienst nicht spricht`,
  unreadable: ({ cause }) => cause,
  'without-tls': ({ uri }) => `${uri} wird ohne TLS erreicht, was sich nur für OCS 2007 R2 einstellen lässt`,
}

type AfterWay<Facts> = { readonly [Code in keyof Facts]: (facts: Facts[Code], way: string) => string }

const deadEnds: AfterWay<DeadEndFacts> = {
  circle: ({ back }, way) =>
    `die Anmeldung wird im Kreis geschickt: ${way} und nannte ${placeWords(back)}, das schon gefragt wurde`,
  'not-followed': ({ problems }, way) => {
    const why = problems.map((problem) => sentence(unfollowable, problem)).join('; ')
    return `${way}, dem nicht gefolgt werden kann: ${why === '' ? 'er nennt keine andere Adresse' : why}`
  },
  'too-many': ({ most }, way) => `die Anmeldung wurde mehr als ${most}-mal weitergeschickt: ${way}`,
}

function deadEnd<Code extends keyof DeadEndFacts>({ code, facts }: Told<DeadEndFacts, Code>, way: string) {
  return deadEnds[code](facts, way)
}

export const registrationOutcomes: RegistrationOutcomeSentences = {
  'registration-not-held': ({ address, status, reason, finding, seconds }) => ({
    message: `Der Communications Server beantwortete die Anmeldung von ${address} mit ${status} ${reason}, aber ${findings[finding](seconds)}`,
  }),
  'registration-redirected': ({ way, end }) => ({ message: capital(deadEnd(end, wayWords(way))) }),
}
