import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { type LessonView, lessonView } from '#contract'
import { type Attempt, attempt } from './attempt.ts'

/** What the trainer has written to a trainee last. */
export interface SeatMessage {
  number: number
  text: string
  isRead: boolean
}

/** A seat of a class, and where its trainee is. Times are the machine's, in milliseconds since 1970. */
export interface Seat {
  /** From 1. */
  readonly number: number
  /** With it a trainee sits down, and comes back. */
  code: string
  /** With it the trainer's page looks at the seat's lab. */
  viewCode: string
  name: string | null
  /** Pages of the trainee that are connected. */
  pages: number
  /** Since when no page of the trainee has been connected; null: one is, or nobody has been here. */
  awaySince: number | null
  /** When the trainee last did something; null: nothing yet. */
  activeAt: number | null
  /** Resolves once the lesson that was chosen has a lab, or could not have one; null: nothing is being started. */
  starting: Promise<void> | null
  /** Resolves once the seat has a lab again for the lesson whose lab had ended by itself; null: nothing of that kind. */
  comingBack: Promise<void> | null
  /** When the lab of the lesson was last there. */
  seenAt: number
  /** The lab of the lesson under way. Null with a lesson: its lab has ended by itself, and the lesson is to go on in another. */
  lab: string | null
  /** The lesson under way, as it was told last. */
  lesson: LessonView | null
  /** All attempts, by when they were begun: the latest are kept. */
  readonly attempts: Map<number, Attempt>
  /** What went wrong last, or null. */
  problem: string | null
  /** What the trainer has written last, or null. */
  message: SeatMessage | null
}

/** What of a seat is kept on disk, so that a class that was ended by force can go on. */
export const keptSeat = z.object({
  number: z.int().min(1),
  code: z.string().min(1),
  viewCode: z.string().min(1),
  name: z.string().nullable(),
  seenAt: z.number(),
  lesson: lessonView.nullable(),
  attempts: z.array(attempt),
  problem: z.string().nullable(),
})
export type KeptSeat = z.output<typeof keptSeat>

/** Without letters and digits that look alike. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
const codeLength = 8

/** A code that people type: 39 bits, so that none is guessed while a class lasts. */
export function makeCode(): string {
  return Array.from({ length: codeLength }, () => letters[randomInt(letters.length)]).join('')
}

export function makeSeat(number: number): Seat {
  return {
    number,
    code: makeCode(),
    viewCode: makeCode() + makeCode(),
    name: null,
    pages: 0,
    awaySince: null,
    activeAt: null,
    starting: null,
    comingBack: null,
    seenAt: 0,
    lab: null,
    lesson: null,
    attempts: new Map(),
    problem: null,
    message: null,
  }
}

export function seatOfKept({ attempts, ...kept }: KeptSeat): Seat {
  return {
    ...makeSeat(kept.number),
    ...kept,
    awaySince: kept.name === null ? null : kept.seenAt,
    attempts: new Map(attempts.map((one) => [one.begunAt, one])),
  }
}

export function keptOfSeat(seat: Seat): KeptSeat {
  const { number, code, viewCode, name, seenAt, lesson, attempts, problem } = seat
  return { number, code, viewCode, name, seenAt, lesson, attempts: [...attempts.values()], problem }
}
