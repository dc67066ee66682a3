import { z } from 'zod'
import { type CommandInput, type CommandOutput, type LessonView, lessonView } from '#contract'
import { describeFailure, Failure, SerialQueue } from '../../base/index.ts'
import type { LessonHost } from '../../lab/index.ts'
import type { LabFace, LabProcesses } from '../lab-process/index.ts'
import { writeResults } from './class-results.ts'
import { makeCode, makeSeat, type Seat } from './seat.ts'

export interface ClassroomOptions {
  seats: number
  processes: LabProcesses
  /** The lessons of the class. */
  lessons: Pick<LessonHost, 'list' | 'start'>
  /** Where the results go at the end. */
  resultsFolder: string
}

/** Attempts that a seat keeps. */
const mostAttempts = 100

/** A class: its seats, the lab of each, and what has been achieved. A lab that ends takes nothing else with it. */
export class Classroom {
  readonly seats: readonly Seat[]
  readonly resultsFolder: string
  /** Called when the pages of a seat have to connect anew: its lesson is over, or the seat is somebody else's. */
  onMoved: (seat: Seat) => void = () => {}
  /** Why the results could not be written, or null. */
  problem: string | null = null
  isEnded = false
  readonly #options: ClassroomOptions
  /** A machine that starts thirty labs at the same moment is slower than one that starts them in turn. */
  readonly #starts = new SerialQueue()
  readonly #monitors = new Map<string, LabFace>()

  constructor(options: ClassroomOptions) {
    this.#options = options
    this.resultsFolder = options.resultsFolder
    this.seats = Array.from({ length: options.seats }, (_, index) => makeSeat(index + 1))
  }

  seatOf(code: string): Seat | null {
    return this.seats.find((seat) => seat.code === code) ?? null
  }

  seatSeenWith(viewCode: string): Seat | null {
    return this.seats.find((seat) => seat.viewCode === viewCode) ?? null
  }

  list(seat: Seat, { language }: CommandInput<'lesson.list'>): Promise<CommandOutput<'lesson.list'>> {
    return this.#options.lessons.list({ trainee: traineeOf(seat), language })
  }

  /** Starts a lesson at a seat, in place of the one that is under way there. */
  async start(seat: Seat, input: CommandInput<'lesson.start'>): Promise<CommandOutput<'lesson.start'>> {
    if (this.isEnded || seat.isStarting) throw new Failure('seat-only', { command: 'lesson.start' })
    const { code } = seat
    seat.isStarting = true
    seat.problem = null
    try {
      const { lab } = await this.#starts.run(() =>
        this.#options.lessons.start({ ...input, trainee: traineeOf(seat) }),
      )
      const before = seat.lab
      // The seat may have been reset, or the class may have ended, meanwhile.
      if (lab === null || seat.code !== code || this.isEnded) {
        if (lab !== null) await this.#options.processes.end(lab)
        throw new Failure('seat-only', { command: 'lesson.start' })
      }
      seat.lab = lab
      seat.lesson = null
      this.#follow(seat, lab)
      if (before !== null) void this.#end(before)
      return { lab }
    } catch (thrown) {
      seat.problem = describeFailure(thrown)
      throw thrown
    } finally {
      seat.isStarting = false
    }
  }

  /** The trainee has left the lesson. */
  leave(seat: Seat, lab: string): void {
    if (seat.lab !== lab) return
    this.#vacate(seat)
    void this.#end(lab)
  }

  /** Ends what is under way at a seat, and frees it with another code. What was achieved stays. */
  async reset(seat: Seat): Promise<void> {
    const { lab } = seat
    seat.code = makeCode()
    seat.name = null
    seat.problem = null
    this.#vacate(seat)
    if (lab !== null) await this.#end(lab)
  }

  /** Writes the results, and then ends all labs; if they cannot be written, everything goes on, so that nothing is lost. */
  async end(): Promise<void> {
    if (!(await this.keep())) return
    this.isEnded = true
    for (const seat of this.seats) this.#vacate(seat)
    await this.#options.processes.endAll()
  }

  /** @returns whether the results were written */
  async keep(): Promise<boolean> {
    try {
      await writeResults(this.resultsFolder, this.seats)
      this.problem = null
      return true
    } catch (thrown) {
      this.problem = describeFailure(thrown)
      return false
    }
  }

  #vacate(seat: Seat): void {
    seat.lab = null
    seat.lesson = null
    this.onMoved(seat)
  }

  async #end(lab: string): Promise<void> {
    this.#monitors.get(lab)?.close()
    this.#monitors.delete(lab)
    await this.#options.processes.end(lab)
  }

  /** Follows the lesson of a lab, for the trainer's page and for the results. */
  #follow(seat: Seat, lab: string): void {
    const face = this.#options.processes.open(lab, {
      onText: (text, number) => {
        face?.acknowledge(number)
        const lesson = lessonIn(text)
        if (lesson === undefined || seat.lab !== lab) return
        seat.lesson = lesson
        if (lesson !== null && !lesson.isWithoutCause) keepAttempt(seat, lesson)
      },
      onEnded: () => {
        this.#monitors.delete(lab)
        if (seat.lab !== lab) return
        seat.problem = describeFailure(new Failure('lab-process-failed', { cause: 'it has ended' }))
        this.#vacate(seat)
      },
    })
    if (face === null) return
    this.#monitors.set(lab, face)
    face.send({ type: 'watch', id: 1 })
  }
}

function keepAttempt(seat: Seat, lesson: LessonView): void {
  seat.attempts.set(lesson.begunAt, lesson)
  const [oldest] = seat.attempts.keys()
  if (seat.attempts.size > mostAttempts && oldest !== undefined) seat.attempts.delete(oldest)
}

function traineeOf(seat: Seat): string {
  return seat.name ?? `${seat.number}`
}

const toldLesson = z.union([
  z
    .object({
      type: z.enum(['snapshot', 'newer-snapshot']),
      snapshot: z.object({ lesson: lessonView.nullable() }),
    })
    .transform(({ snapshot }) => snapshot.lesson),
  z
    .object({
      type: z.literal('event'),
      event: z.object({ type: z.literal('lesson'), lesson: lessonView.nullable() }),
    })
    .transform(({ event }) => event.lesson),
])

/** @returns what a message of the API tells of a lesson; undefined if nothing */
function lessonIn(text: string): LessonView | null | undefined {
  // Most messages are about something else, and parsing all of them would cost more than all the rest.
  if (!text.includes('"type":"lesson"') && !/^.{0,80}"type":"(newer-)?snapshot"/.test(text)) return undefined
  try {
    return toldLesson.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
