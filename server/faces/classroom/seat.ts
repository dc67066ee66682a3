import { randomInt } from 'node:crypto'
import type { LessonView } from '#contract'

/** A seat of a class, and where its trainee is. */
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
  isStarting: boolean
  /** The lab of the lesson under way. */
  lab: string | null
  /** The lesson as it was told last. */
  lesson: LessonView | null
  /** All attempts, by when they were begun: the latest are kept. */
  readonly attempts: Map<number, LessonView>
  /** What went wrong last, or null. */
  problem: string | null
}

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
    isStarting: false,
    lab: null,
    lesson: null,
    attempts: new Map(),
    problem: null,
  }
}
