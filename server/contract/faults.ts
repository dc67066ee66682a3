import { z } from 'zod'
import {
  codeKey,
  countKey,
  type FaultKey,
  type FaultValue,
  fractionKey,
  mixedCodeKey,
  optionalTimeKey,
  rateKey,
  timeKey,
  versionKey,
  wordKey,
  writeFaultValue,
} from './fault-key.ts'
import { type CertificateKind, type FaultPlace, faultDirections, faultPlaces } from './vocabulary.ts'

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
 * `docs/faults.md` are derived from it. A new kind needs a row here, a name in the words of each language, and the code that asks
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

type Table = typeof faults
/** The kind of a fault. Not every place has every kind. */
export type FaultKind = keyof Table

/** All kinds, in the order of the table. */
export const faultKinds = kindsOf(faults)

function kindsOf<T extends object>(table: T): (keyof T)[]
function kindsOf(table: object): string[] {
  return Object.keys(table)
}

function rowOf(kind: FaultKind): FaultRow {
  return faults[kind]
}

/** What each kind of fault does, in English. */
export const faultMeanings: Readonly<Record<FaultKind, string>> = mapFaults(({ means }) => means)

function mapFaults<V>(pick: (row: FaultRow) => V): Record<FaultKind, V>
function mapFaults(pick: (row: FaultRow) => unknown): object {
  return Object.fromEntries(faultKinds.map((kind) => [kind, pick(rowOf(kind))]))
}

/** The kinds of fault that a place can have. */
export function faultKindsAt(at: FaultPlace): FaultKind[] {
  return faultKinds.filter((kind) => rowOf(kind).places.includes(at))
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
  const isCounted = !rowOf(kind).uncountedAt?.includes(at)
  return isCounted ? ['probability', 'first', 'after', 'for'] : ['probability', 'after', 'for']
}

/** The keys that a kind of fault has at a place, without those that every fault has. */
export function faultKeys(kind: FaultKind, at: FaultPlace): Readonly<Record<string, FaultKey>> {
  const { keys, keysAt } = rowOf(kind)
  return { ...keys, ...keysAt?.[at] }
}

type Simplified<T> = { [K in keyof T]: T[K] }

type ValueOf<Key> = Key extends { inApi: z.ZodType<infer V> } ? V : never
type WithDefault<Keys> = {
  [K in keyof Keys as Keys[K] extends { default: FaultValue } ? K : never]: ValueOf<Keys[K]>
}
type WithoutDefault<Keys> = {
  [K in keyof Keys as Keys[K] extends { isOptional: true } ? K : never]?: ValueOf<Keys[K]> | undefined
}
type Aliased<Keys> = { [K in keyof Keys as Keys[K] extends { alias: string } ? K : never]: ValueOf<Keys[K]> }
type Aliases<Keys> = {
  [K in keyof Keys as Keys[K] extends { alias: infer A extends string } ? A : never]?:
    | ValueOf<Keys[K]>
    | undefined
}

/** Distributes over kinds whose keys differ by place. */
type ReadKeys<Keys> = Keys extends unknown ? WithDefault<Keys> & WithoutDefault<Keys> : never
type RequestedKeys<Keys> = Keys extends unknown ? Partial<WithDefault<Keys>> & WithoutDefault<Keys> : never
type WrittenKeys<Keys> = Keys extends unknown
  ? Omit<WithDefault<Keys>, keyof Aliased<Keys>> &
      WithoutDefault<Keys> & { [K in keyof Aliased<Keys>]?: Aliased<Keys>[K] | undefined } & Aliases<Keys>
  : never

type KeysOf<K extends FaultKind> = Table[K] extends { keys: infer Keys }
  ? Keys
  : Table[K] extends { keysAt: infer At }
    ? At[keyof At]
    : Record<never, never>

interface Common<K extends FaultKind> {
  at: Table[K]['places'][number]
  kind: K
  /** The instance at the place that has the fault. If left out, all instances have it. */
  instance?: string | undefined
  /** Probability, from 0 to 1, with which each occasion is affected. Default 1. */
  probability?: number | undefined
  /** The number of occasions that it affects. It ends with the last one. */
  first?: number | undefined
  /** It begins this long after it was set. */
  after?: number | undefined
  /** It ends this long after it began. */
  for?: number | undefined
}

/** How far a fault is that begins or ends by itself. Times are lab time. */
export interface FaultProgress {
  /** Left out once it has begun. */
  beginsAt?: number | undefined
  /** Left out if it has no end, or has not begun. */
  endsAt?: number | undefined
  /** The number of occasions that it will still affect, if it has `first`. */
  left?: number | undefined
  /** What a fault of the kind `hold` holds, oldest first. */
  held?: HeldFrame[] | undefined
}

export interface HeldFrame {
  direction: 'to' | 'from'
  sizeBytes: number
  /** Since when it is held. */
  since: number
}

type FaultByKind = { [K in FaultKind]: Simplified<Common<K> & ReadKeys<KeysOf<K>>> }
/** A fault. Durations are milliseconds, rates are bits per second. */
export type FaultView = FaultByKind[FaultKind]
/** A fault as the snapshot has it: as it was set, and how far it is. */
export type StandingFault = FaultView & FaultProgress
export type FaultOf<K extends FaultKind> = FaultByKind[K]
/** A fault in a command. Keys with a default may be left out. */
export type FaultRequest = { [K in FaultKind]: Simplified<Common<K> & RequestedKeys<KeysOf<K>>> }[FaultKind]
/** A fault in a file, as its schema outputs it. */
export type WrittenFault = { [K in FaultKind]: Simplified<Common<K> & WrittenKeys<KeysOf<K>>> }[FaultKind]

const instance = z
  .string()
  .min(1)
  .optional()
  .describe('The instance of the Collaboration Service, such as service-1; all instances unless told')

const time = z.number()
const progress = {
  beginsAt: time.optional(),
  endsAt: time.optional(),
  left: z.int().min(0).optional(),
  held: z.array(z.object({ direction: z.enum(['to', 'from']), sizeBytes: z.int(), since: time })).optional(),
} satisfies Record<keyof FaultProgress, z.ZodType>

type Form = 'inApi' | 'inFile' | 'inView'

/**
 * Makes the schema of a fault, whose keys depend on `at` and `kind`. The forms for files and for the API differ only in durations and
 * rates, which are text in files, and in alternative names of keys. They are made when they are first used: they are nearly half of
 * all schemas of this folder.
 */
function faultSchema(form: 'inApi'): z.ZodType<FaultView, FaultRequest>
function faultSchema(form: 'inFile'): z.ZodType<WrittenFault>
function faultSchema(form: 'inView'): z.ZodType<StandingFault>
function faultSchema(form: Form): z.ZodType {
  return z.lazy(() => z.discriminatedUnion('at', nonEmpty(faultPlaces.map((at) => schemaAt(at, form)))))
}

function schemaAt(at: FaultPlace, form: Form) {
  const place = {
    at: z.literal(at).describe('The place that is broken'),
    ...(at === 'service' ? { instance } : {}),
  }
  const schemas = kindsAlike(at).map((kinds) => {
    const [kind] = kinds
    const common = commonFaultKeysOf(kind, at).map((name): [string, FaultKey] => [
      name,
      commonFaultKeys[name],
    ])
    const keys = [...Object.entries(faultKeys(kind, at)), ...common]
    return z.strictObject({
      ...place,
      kind: z.enum(kinds).describe(kinds.map((one) => `${one}: ${rowOf(one).means}`).join('. ')),
      ...Object.fromEntries(keys.flatMap(([name, key]) => schemasOf(name, key, form))),
      ...(form === 'inView' ? progress : {}),
    })
  })
  return z.discriminatedUnion('kind', nonEmpty(schemas))
}

/** The kinds at a place, in order. Neighbours without keys of their own that may have the same common keys share a schema. */
function kindsAlike(at: FaultPlace): [FaultKind, ...FaultKind[]][] {
  const groups: [FaultKind, ...FaultKind[]][] = []
  let last = ''
  for (const kind of faultKindsAt(at)) {
    const isPlain = Object.keys(faultKeys(kind, at)).length === 0
    const name = isPlain ? commonFaultKeysOf(kind, at).join(' ') : kind
    if (name === last) groups.at(-1)?.push(kind)
    else groups.push([kind])
    last = name
  }
  return groups
}

function schemasOf(name: string, key: FaultKey, form: Form): [string, z.ZodType][] {
  const schema = key[form === 'inFile' ? 'inFile' : 'inApi']
  if (!('default' in key)) return [[name, schema.optional().describe(key.means)]]
  if (form === 'inFile' && key.alias !== undefined) {
    return [
      [name, schema.optional().describe(`${key.means}; ${key.default} unless told`)],
      [key.alias, schema.optional().describe(`Another name for ${name}`)],
    ]
  }
  return [
    [
      name,
      schema
        .prefault(form === 'inFile' ? writeFaultValue(key, key.default) : key.default)
        .describe(key.means),
    ],
  ]
}

function nonEmpty<T>([first, ...rest]: readonly T[]): [T, ...T[]] {
  if (first === undefined) throw new Error('the table of faults has no places')
  return [first, ...rest]
}

/**
 * Schema of a fault for the API: place, kind, and the keys of that kind at that place.
 * @example await api.call('faults.set', { at: 'directory', kind: 'latency', delay: 2_000 })
 */
export const fault = faultSchema('inApi')
/** Schema of a fault in a file, where durations and rates are text: `{ at: directory, kind: latency, delay: 2s }`. */
export const writtenFault = faultSchema('inFile')

/** Schema of a fault in the snapshot and in events. */
export const standingFault = faultSchema('inView')

/** A fault as it was set, without how far it is: what sets it again. */
export function faultAsSet({ beginsAt, endsAt, held, left, ...fault }: StandingFault): FaultView {
  return fault
}

/** Converts a fault in a file to the form of the API. */
export function faultOf(written: WrittenFault): FaultView {
  const values = new Map<string, unknown>(Object.entries(written))
  for (const [name, key] of Object.entries(faultKeys(written.kind, written.at))) {
    if (!('alias' in key) || key.alias === undefined) continue
    const value = values.get(name) ?? values.get(key.alias)
    values.delete(key.alias)
    values.set(name, value)
  }
  return fault.parse(Object.fromEntries(values))
}

/** Converts a fault to the form of files. */
export function writeFault(one: FaultView): Record<string, FaultValue> {
  const keys: Readonly<Record<string, FaultKey>> = { ...commonFaultKeys, ...faultKeys(one.kind, one.at) }
  const entries = Object.entries<FaultValue | undefined>(one).flatMap(([name, value]) => {
    if (value === undefined) return []
    const key = keys[name]
    return [[name, key === undefined ? value : writeFaultValue(key, value)]]
  })
  return Object.fromEntries(entries)
}

/** The keys of faults that are durations. */
export const faultDurationKeys: readonly string[] = [
  ...new Set(
    faultKinds
      .flatMap((kind) => rowOf(kind).places.flatMap((at) => Object.entries(faultKeys(kind, at))))
      .concat(Object.entries(commonFaultKeys))
      .flatMap(([name, { isDuration }]) => (isDuration ? [name] : [])),
  ),
]

/** A kind of fault that changes the certificate that its place shows. */
export type CertificateFault = {
  [K in FaultKind]: Table[K] extends { shows: CertificateKind } ? K : never
}[FaultKind]
type CertificateAt<P extends FaultPlace> =
  | 'valid'
  | {
      [K in CertificateFault]: P extends Table[K]['places'][number] ? Table[K]['shows'] : never
    }[CertificateFault]

/** All kinds of fault that change a certificate. */
export const certificateFaults: readonly CertificateFault[] = faultKinds.filter(isCertificateFault)

export function isCertificateFault(kind: FaultKind): kind is CertificateFault {
  return rowOf(kind).shows !== undefined
}

/** The certificates that a place can be made to show. */
export function certificatesAt<P extends FaultPlace>(at: P): CertificateAt<P>[]
export function certificatesAt(at: FaultPlace): CertificateKind[] {
  const wrong = certificateFaults.filter((kind) => rowOf(kind).places.includes(at))
  return ['valid', ...wrong.map((kind) => faults[kind].shows)]
}

/** The certificate that a place shows while it has a fault. Null: its own. */
export function certificateShown<P extends FaultPlace>(
  at: P,
  kind: CertificateFault | null,
): CertificateAt<P> {
  return certificatesAt(at).find((one) => kind !== null && one === faults[kind].shows) ?? 'valid'
}

/** The fault that makes a place show a certificate. @returns null for the valid certificate, which needs no fault */
export function certificateFault(at: FaultPlace, certificate: CertificateKind): FaultView | null {
  const kind = certificateFaults.find((one) => faults[one].shows === certificate)
  return kind === undefined ? null : fault.parse({ at, kind })
}
