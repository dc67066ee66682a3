import { z } from 'zod'
import {
  codeKey,
  countKey,
  type FaultKey,
  fractionKey,
  mixedCodeKey,
  optionalTimeKey,
  rateKey,
  timeKey,
  versionKey,
  wordKey,
} from './fault-key.ts'
import { type CertificateKind, type FaultPlace, faultDirections } from './vocabulary.ts'

interface FaultRow {
  /** The places that can have this fault. */
  places: readonly FaultPlace[]
  /** Keys of this kind, in addition to those that every fault has. */
  keys?: Readonly<Record<string, FaultKey>>
  /** Keys whose meaning depends on the place. */
  keysAt?: Readonly<Partial<Record<FaultPlace, Readonly<Record<string, FaultKey>>>>>
  /** The wrong certificate that the place shows. A place has at most one such fault at a time. */
  shows?: CertificateKind
  /** The places at which it is a state rather than something that happens to single occasions, so that none can be counted. */
  uncountedAt?: readonly FaultPlace[]
  /** Describes the effect in one sentence, for the documentation. */
  means: string
}

const direction = wordKey(faultDirections, 'Which way: to the place, from it, or both', 'both')

/**
 * The table of all faults: their kinds, places and keys. The schemas of files and of the API, the choices in the page and
 * `docs/faults.md` are derived from it (`fault-forms.ts`). A new kind needs a row here, a name in the words of each language, and the code that asks
 * `FaultGate.hits` for it.
 */
export const faults = {
  down: {
    places: ['communicationsServer', 'directory', 'database', 'dispatcher', 'wireless'],
    uncountedAt: ['wireless'],
    means: 'Nothing listens, and what is open is cut; with a chance it listens, and cuts whom it hits',
  },
  reset: {
    places: ['communicationsServer', 'directory', 'database', 'dispatcher'],
    means: 'Connections are cut with a reset, those that are open at once',
  },
  timeout: {
    places: ['communicationsServer', 'directory', 'database', 'dispatcher', 'wireless'],
    means: 'What is sent there is received and never handled',
  },
  'signed-handshake-only': {
    places: ['communicationsServer'],
    means: 'A client that does not sign its NTLM handshake is refused',
  },
  'deaf-after-write-error': {
    places: ['communicationsServer'],
    means:
      'The server stops reading a connection once its peer has closed it, since a write of its own then fails',
  },
  'certificate-expired': {
    places: ['service', 'communicationsServer', 'directory'],
    shows: 'expired',
    means: 'Shows a certificate that has expired to connections made from now on',
  },
  'certificate-untrusted': {
    places: ['service', 'communicationsServer', 'directory'],
    shows: 'untrusted',
    means: 'Shows a certificate of an authority that nobody trusts',
  },
  'certificate-name': {
    places: ['communicationsServer', 'directory'],
    shows: 'wrong-name',
    means: 'Shows a certificate that is made out to another name',
  },
  'certificate-missing': {
    places: ['service'],
    shows: 'missing',
    means: 'Shows no certificate',
  },
  'sessions-unchecked': {
    places: ['service'],
    means: 'Any device may act in the session of any other (CVE-2011-0290)',
  },
  'keys-renewed': {
    places: ['dispatcher'],
    means: 'The Dispatcher has new transport keys that no device was told',
  },
  'lengths-unchecked': {
    places: ['dispatcher'],
    means: 'A packet with a length that no packet has stops the Router, as in 2005',
  },
  'srp-id-claimed': {
    places: ['wireless'],
    uncountedAt: ['wireless'],
    means: 'A second server claims the SRP ID of this one',
  },
  'clock-skew': {
    places: ['service'],
    keys: { offset: timeKey('How far the clock of its computer is ahead of everybody else’s', '1s') },
    means: 'The clock of its computer is ahead',
  },
  'older-client': {
    places: ['service'],
    keys: { version: versionKey('What it calls itself; it signs as older clients did', '2.0') },
    means: 'The service is an older client of the Communications Server',
  },
  'version-filter': {
    places: ['communicationsServer'],
    keys: { minimum: versionKey('Clients of an older version are refused', '3.5') },
    means: 'Clients are refused by their version',
  },
  latency: {
    places: ['communicationsServer', 'directory', 'database', 'dispatcher', 'wireless'],
    keys: {
      delay: timeKey('How much later everything is answered', '1s'),
      jitter: optionalTimeKey('Up to this much more or less'),
    },
    means: 'Everything is answered later',
  },
  answer: {
    places: ['communicationsServer', 'directory', 'database', 'dispatcher'],
    keysAt: {
      communicationsServer: {
        code: codeKey(
          z.int().min(300).max(699),
          'The status with which every request is answered, such as 503',
          503,
        ),
      },
      directory: {
        // LDAP result codes, without `success` and `saslBindInProgress`.
        code: mixedCodeKey(
          z
            .int()
            .min(1)
            .max(999)
            .refine(
              (code) => code !== 14,
              'expected a result code other than 14, which says that a bind goes on',
            ),
          z.string().regex(/^[0-9a-f]{3}$/i, 'a sub-code of Active Directory such as 52e'),
          'A result code of LDAP, such as 51 (busy) or 52 (unavailable), or a sub-code of Active Directory with "invalid credentials", such as 52e or 775',
          52,
        ),
      },
      database: {
        code: codeKey(
          z.int().min(1).max(99_999),
          'The error of SQL Server with which every query is answered, such as 1205 (deadlock) or 4060',
          1205,
        ),
      },
      dispatcher: {
        // The codes of the Dispatcher's error packets.
        code: wordKey(
          [
            'unknown-device',
            'unknown-content-type',
            'unknown-key',
            'unknown-suite',
            'bad-payload',
            'too-large',
          ],
          'The error with which every packet is sent back',
          'unknown-device',
        ),
      },
    },
    means: 'Everything that is asked gets a wrong answer',
  },
  bandwidth: {
    places: ['communicationsServer', 'directory', 'dispatcher', 'wireless'],
    keys: {
      rate: rateKey('Bits per second, or a rate such as 40kbit', 9_600, 'bandwidth'),
    },
    means: 'What passes has little bandwidth',
  },
  'slow-close': {
    places: ['communicationsServer', 'directory', 'dispatcher'],
    keys: { delay: timeKey('How long a connection stays half open', '1s') },
    means: 'Connections stay half open before they close',
  },
  hold: {
    places: ['communicationsServer', 'directory', 'dispatcher', 'wireless'],
    keys: { direction },
    means:
      'What passes is held until it is released, and what follows on its connection waits behind it; lab time goes on meanwhile',
  },
  drop: {
    places: ['communicationsServer', 'directory', 'dispatcher', 'wireless'],
    keys: { direction },
    means: 'What passes is lost',
  },
} as const satisfies Record<string, FaultRow>

export type FaultTable = typeof faults
/** The kind of a fault. Not every place has every kind. */
export type FaultKind = keyof FaultTable

/** All kinds, in the order of the table. */
export const faultKinds = kindsOf(faults)

function kindsOf<T extends object>(table: T): (keyof T)[]
function kindsOf(table: object): string[] {
  return Object.keys(table)
}

export function faultRow(kind: FaultKind): FaultRow {
  return faults[kind]
}

/** What each kind of fault does, in English. */
export const faultMeanings: Readonly<Record<FaultKind, string>> = mapFaults(({ means }) => means)

function mapFaults<V>(pick: (row: FaultRow) => V): Record<FaultKind, V>
function mapFaults(pick: (row: FaultRow) => unknown): object {
  return Object.fromEntries(faultKinds.map((kind) => [kind, pick(faultRow(kind))]))
}

/** The kinds of fault that a place can have. */
export function faultKindsAt(at: FaultPlace): FaultKind[] {
  return faultKinds.filter((kind) => faultRow(kind).places.includes(at))
}

/** The keys that every fault may have, in addition to those of its kind. */
export const commonFaultKeys = {
  probability: fractionKey(
    'The chance with which each occasion is hit (a connection, a request, a packet); always unless told',
  ),
  first: countKey(
    'Hits only so many connections, requests or packets, and ends with the last of them',
    10_000,
  ),
  after: optionalTimeKey('Begins so much later'),
  for: optionalTimeKey('Ends so long after it began'),
} as const satisfies Record<string, FaultKey>
export type CommonFaultKey = keyof typeof commonFaultKeys

/** The keys of {@link commonFaultKeys} that a kind of fault may have at a place. */
export function commonFaultKeysOf(kind: FaultKind, at: FaultPlace): CommonFaultKey[] {
  const isCounted = !faultRow(kind).uncountedAt?.includes(at)
  return isCounted ? ['probability', 'first', 'after', 'for'] : ['probability', 'after', 'for']
}

/** The keys that a kind of fault has at a place, without those that every fault has. */
export function faultKeys(kind: FaultKind, at: FaultPlace): Readonly<Record<string, FaultKey>> {
  const { keys, keysAt } = faultRow(kind)
  return { ...keys, ...keysAt?.[at] }
}

/** The keys of faults that are durations. */
export const faultDurationKeys: readonly string[] = [
  ...new Set(
    faultKinds
      .flatMap((kind) => faultRow(kind).places.flatMap((at) => Object.entries(faultKeys(kind, at))))
      .concat(Object.entries(commonFaultKeys))
      .flatMap(([name, { isDuration }]) => (isDuration ? [name] : [])),
  ),
]
