import { z } from 'zod'
import { lastIndex } from './chronicle.ts'
import { type MarkSubject, markSubject } from './time-mark-subjects.ts'

/** The lanes of the time line, from top to bottom. */
export const timeLanes = [
  'logins',
  'decisions',
  'endings',
  'messages',
  'faults',
  'settings',
  'devices',
] as const
export type TimeLane = (typeof timeLanes)[number]

/** From what is nothing special to what people look for: several marks together have the worst of their tones. */
const timeTones = ['plain', 'good', 'warning', 'bad'] as const
export type TimeTone = (typeof timeTones)[number]

/** Something that happened, as the time line shows it, or several things of one lane that have no room apart. */
export const timeMark = z.object({
  lane: z.enum(timeLanes),
  tone: z.enum(timeTones),
  /** Number of the event; of the last one of several. */
  seq: z.int(),
  /** Lab time; of several the first and the last. */
  at: z.number(),
  until: z.number(),
  count: z.int(),
  /** What happened. Null for several. */
  what: markSubject.nullable(),
})
export type TimeMark = z.infer<typeof timeMark>

/** Maximum number of marks that are kept. */
const usualMost = 20_000

/** So many more come until the oldest are cut off together, since cutting off one moves all the others. */
const cutTogether = 1_000

/** Maximum number of groups in each lane that one answer has. */
export const mostTimeGroups = 500

/** Bounded: the oldest marks are dropped. */
export class TimeMarks {
  readonly #most: number
  #marks: TimeMark[] = []
  #count = 0

  constructor(most = usualMost) {
    this.#most = most
  }

  /** Number of marks that were dropped. */
  get dropped(): number {
    return this.#count - this.#marks.length
  }

  add(seq: number, at: number, what: MarkSubject): void {
    this.#count += 1
    const { lane, tone } = placeOf(what)
    this.#marks.push({ lane, tone, seq, at, until: at, count: 1, what })
    if (this.#marks.length >= this.#most + cutTogether) this.#marks = this.#marks.slice(-this.#most)
  }

  /** The marks from one time to another. The time is cut into so many pieces; several of one lane in one piece become one. */
  between(from: number, to: number, groups: number): TimeMark[] {
    const start = lastIndex(this.#marks, ({ at }) => at < from) + 1
    const end = lastIndex(this.#marks, ({ at }) => at <= to) + 1
    const widthMs = Math.max(1, to - from) / groups
    const open = new Map<TimeLane, { bin: number; mark: TimeMark }>()
    const gathered: TimeMark[] = []
    for (const mark of this.#marks.slice(start, end)) {
      const bin = Math.floor((mark.at - from) / widthMs)
      const before = open.get(mark.lane)
      if (before?.bin === bin) {
        Object.assign(before.mark, joined(before.mark, mark))
        continue
      }
      const own = { ...mark }
      gathered.push(own)
      open.set(mark.lane, { bin, mark: own })
    }
    return gathered
  }

  /** The mark before or after an event. */
  beside(seq: number, direction: 'next' | 'previous'): TimeMark | null {
    const index =
      direction === 'next'
        ? lastIndex(this.#marks, (mark) => mark.seq <= seq) + 1
        : lastIndex(this.#marks, (mark) => mark.seq < seq)
    return this.#marks[index] ?? null
  }
}

function joined(one: TimeMark, other: TimeMark): TimeMark {
  const tone = timeTones.indexOf(one.tone) > timeTones.indexOf(other.tone) ? one.tone : other.tone
  return { ...one, tone, seq: other.seq, until: other.at, count: one.count + other.count, what: null }
}

function placeOf(what: MarkSubject): { lane: TimeLane; tone: TimeTone } {
  switch (what.code) {
    case 'login-began':
      return { lane: 'logins', tone: 'plain' }
    case 'login-ended':
      return { lane: 'logins', tone: what.facts.result === 'accepted' ? 'good' : 'bad' }
    case 'decision':
      return { lane: 'decisions', tone: what.facts.step.outcome === 'refused' ? 'bad' : 'warning' }
    case 'session-ended':
      return { lane: 'endings', tone: what.facts.reason === 'user' ? 'plain' : 'bad' }
    case 'message':
      return { lane: 'messages', tone: 'plain' }
    case 'fault-set':
      return { lane: 'faults', tone: 'bad' }
    case 'fault-mended':
      return { lane: 'faults', tone: 'good' }
    case 'notice':
      return { lane: 'faults', tone: what.facts.notice.level === 'error' ? 'bad' : 'warning' }
    case 'settings':
    case 'user-saved':
    case 'user-removed':
      return { lane: 'settings', tone: 'plain' }
    default:
      return { lane: 'devices', tone: isLoss(what) ? 'warning' : 'plain' }
  }
}

function isLoss(what: MarkSubject): boolean {
  if (what.code === 'coverage') return what.facts.coverage === 'none'
  return (what.code === 'power' || what.code === 'status-messages') && !what.facts.isOn
}
