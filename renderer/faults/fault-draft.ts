import { z } from 'zod'
import {
  type CommonFaultKey,
  commonFaultKeys,
  commonFaultKeysOf,
  type FaultKey,
  type FaultKind,
  type FaultPlace,
  type FaultView,
  fault,
  faultKeys,
  faultKinds,
  faultKindsAt,
  faultPlaces,
  writeFaultValue,
} from '#contract'

const storageKey = 'bramble.faultDraft'

const draftSchema = z.object({
  at: z.enum(faultPlaces),
  kind: z.enum(faultKinds),
  instance: z.string(),
  /** What was typed, by key. Kept for all kinds, so that a value survives a look at another kind. */
  typed: z.record(z.string(), z.string()),
})
/** A fault as somebody types it. */
export type FaultDraft = z.infer<typeof draftSchema>

const first: FaultDraft = { at: 'directory', kind: 'latency', instance: '', typed: { delay: '15s' } }

/** What was typed last, also before the page was loaded again. */
export function rememberedDraft(): FaultDraft {
  try {
    const draft = draftSchema.parse(JSON.parse(localStorage.getItem(storageKey) ?? 'null'))
    return faultKindsAt(draft.at).includes(draft.kind) ? draft : first
  } catch {
    return first
  }
}

export function rememberDraft(draft: FaultDraft): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(draft))
  } catch {
    return
  }
}

/** The draft at another place, with its kind if the place can have it. */
export function movedTo(draft: FaultDraft, at: FaultPlace): FaultDraft {
  const kinds = faultKindsAt(at)
  const kind = kinds.includes(draft.kind) ? draft.kind : (kinds[0] ?? draft.kind)
  return { ...draft, at, kind, instance: '' }
}

/** A key with its name. */
export interface NamedKey {
  name: string
  key: FaultKey
}

/** The keys of the kind alone. */
export function ownKeys(kind: FaultKind, at: FaultPlace): NamedKey[] {
  return Object.entries(faultKeys(kind, at)).map(([name, key]) => ({ name, key }))
}

/** When and how often. */
export function commonKeys(kind: FaultKind, at: FaultPlace): NamedKey[] {
  return commonFaultKeysOf(kind, at).map((name) => ({ name, key: commonFaultKeys[name] }))
}

/** What the field of a key says at first: its default. */
export function usualText({ key }: NamedKey): string {
  return 'default' in key ? String(writeFaultValue(key, key.default)) : ''
}

export type DraftReading = { fault: FaultView } | { wrong: readonly NamedKey[] }

/** Reads what was typed. @returns the fault, or the keys whose values are of no use */
export function readDraft({ at, instance, kind, typed }: FaultDraft): DraftReading {
  const values: Record<string, unknown> = {}
  const wrong: NamedKey[] = []
  const keys = [...ownKeys(kind, at), ...commonKeys(kind, at)]
  for (const named of keys) {
    const text = (typed[named.name] ?? usualText(named)).trim()
    if (text === '') continue
    const value = readValue(named, text)
    if (value === null) wrong.push(named)
    else values[named.name] = value
  }
  if (wrong.length > 0) return { wrong }
  const read = fault.safeParse({ at, kind, ...(instance === '' ? {} : { instance }), ...values })
  return read.success ? { fault: read.data } : { wrong: keys }
}

const chance: CommonFaultKey = 'probability'

/** @returns null if the text is no value of the key */
function readValue({ key, name }: NamedKey, text: string): string | number | null {
  const number = Number(text.replace(/%$/, '').replace(',', '.'))
  if (name === chance) {
    const read = key.inApi.safeParse(number / 100)
    return read.success ? read.data : null
  }
  // Durations and rates as in files, with or without a space before the unit.
  const written = key.inFile.safeParse(text.replace(/^(\d[\d.]*)\s+(?=[a-z]+$)/i, '$1'))
  if (written.success) return written.data
  const read = key.isDuration ? null : key.inFile.safeParse(number)
  return read?.success ? read.data : null
}
