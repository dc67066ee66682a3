import { z } from 'zod'
import { type FaultKey, type FaultValue, writeFaultValue } from './fault-key.ts'
import {
  commonFaultKeys,
  commonFaultKeysOf,
  type FaultKind,
  type FaultTable,
  faultKeys,
  faultKindsAt,
  faultRow,
} from './faults.ts'
import { type FaultPlace, faultPlaces } from './vocabulary.ts'

/** The forms in which a fault is written down, derived from the table of faults: in the API, in files, in snapshots. */

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

type KeysOf<K extends FaultKind> = FaultTable[K] extends { keys: infer Keys }
  ? Keys
  : FaultTable[K] extends { keysAt: infer At }
    ? At[keyof At]
    : Record<never, never>

interface Common<K extends FaultKind> {
  at: FaultTable[K]['places'][number]
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
      kind: z.enum(kinds).describe(kinds.map((one) => `${one}: ${faultRow(one).means}`).join('. ')),
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
