import {
  commonFaultKeys,
  type FaultPlace,
  type FaultView,
  faultKeys,
  type StandingFault,
  writeFaultValue,
} from '#contract'
import type { Words } from '#words'
import { byteSize, elapsed } from '../words/format.ts'

type FaultWords = Words['page']['faults']

/** `Directory: slow`. */
export function faultTitle(words: FaultWords, { at, instance, kind }: FaultView): string {
  return words.is(placeTitle(words, at, instance), words.kinds[kind])
}

/** `Directory`, `Collaboration Service service-2`. */
function placeTitle(words: FaultWords, at: FaultPlace, instance: string | undefined): string {
  return instance === undefined ? words.places[at] : `${words.places[at]} ${instance}`
}

/** The values of a fault in words, in the order of their keys: `15 s`, `± 2 s`, `50 % of the time`, `for 30 s`. */
export function faultValues(words: FaultWords, fault: FaultView): string[] {
  const keys = { ...faultKeys(fault.kind, fault.at), ...commonFaultKeys }
  const given = new Map<string, unknown>(Object.entries(fault))
  return Object.entries(keys).flatMap(([name, key]) => {
    const value = given.get(name)
    if (typeof value !== 'number' && typeof value !== 'string') return []
    const shown = name === 'probability' ? Number(value) * 100 : writeFaultValue(key, value)
    const text = spaced(String(shown))
    return [words.values[name]?.(text) ?? text]
  })
}

/** The value that tells most, for where there is room for one: `15 s`. */
export function mainValue(words: FaultWords, fault: FaultView): string {
  const [name] = Object.keys(faultKeys(fault.kind, fault.at))
  return name === undefined ? '' : (faultValues(words, fault)[0] ?? '')
}

/** How far a fault is that begins or ends by itself: `ends in 0:12`, `2 of 3 left`. */
export function progressOf(words: FaultWords, fault: StandingFault, now: number): string[] {
  const { beginsAt, endsAt, first, held = [], left } = fault
  const [oldest] = held
  return [
    ...(beginsAt === undefined ? [] : [words.beginsIn(elapsed(beginsAt - now))]),
    ...(oldest === undefined
      ? []
      : [words.held(held.length, byteSize(oldest.sizeBytes), elapsed(now - oldest.since))]),
    ...(left === undefined || first === undefined ? [] : [words.left(left, first)]),
    ...(endsAt === undefined ? [] : [words.endsIn(elapsed(endsAt - now))]),
  ]
}

/** `15s` is `15 s` where people read it. */
function spaced(text: string): string {
  return text.replace(/^(\d[\d.]*)([a-z]+)$/, '$1\u00a0$2')
}
