import type { CommandInput, CommandOutput, LessonView } from '#contract'
import { describeFailure, Failure, SerialQueue } from '../../base/index.ts'
import { createRealClock, systemTime, type Timer } from '../../clock/index.ts'
import type { LessonLibrary } from '../../lessons/index.ts'
import type { LabFace, LabProcesses } from '../lab-process/index.ts'
import { attemptOf } from './attempt.ts'
import { writeResults } from './class-results.ts'
import { type ClassStore, SeatWriter } from './class-store.ts'
import { lessonIn } from './lesson-in-message.ts'
import { type KeptSeat, makeCode, makeSeat, type Seat, seatOfKept } from './seat.ts'
import { nameAtSeat } from './trainee-name.ts'

export interface ClassroomOptions {
  seats: number
  /** Seats of a class that was ended by force, which goes on. */
  kept: readonly KeptSeat[]
  store: ClassStore
  processes: LabProcesses
  /** The lessons of the class. */
  lessons: Pick<LessonLibrary, 'list' | 'start' | 'goOn'>
  /** Where the results go at the end. */
  resultsFolder: string
}

/** Attempts that a seat keeps. */
const mostAttempts = 100
/** A lab that ends by itself so often within some minutes is not started again. */
const mostEndings = 3
const endingsWithinMs = 300_000
/** How much time may be missing from what is kept of a lesson under way. */
const keepEveryMs = 30_000

/** A class: its seats, the lab of each, and what has been achieved. A lab that ends takes nothing else with it. */
export class Classroom {
  readonly seats: readonly Seat[]
  readonly resultsFolder: string
  /** Called when the pages of a seat have to connect anew: its lesson is over, or the seat is somebody else's. */
  onMoved: (seat: Seat) => void = () => {}
  /** Called when another lesson is given out. */
  onAssigned: () => void = () => {}
  isEnded = false
  /** The lesson that everybody takes; null: they choose. */
  #assigned: string | null = null
  #problem: string | null = null
  readonly #options: ClassroomOptions
  readonly #writer: SeatWriter
  /** A machine that starts thirty labs at the same moment is slower than one that starts them in turn. */
  readonly #starts = new SerialQueue()
  readonly #monitors = new Map<string, LabFace>()
  readonly #endings = new Map<Seat, number[]>()
  #timer: Timer

  constructor(options: ClassroomOptions) {
    this.#options = options
    this.resultsFolder = options.resultsFolder
    this.#writer = new SeatWriter(options.store)
    const kept = new Map(options.kept.map((seat) => [seat.number, seat]))
    const count = Math.max(options.seats, ...kept.keys())
    this.seats = Array.from({ length: count }, (_, index) => {
      const known = kept.get(index + 1)
      return known ? seatOfKept(known) : makeSeat(index + 1)
    })
    // Codes that have been handed out must be good after a class has been ended by force, too.
    for (const seat of this.seats) this.#writer.note(seat)
    this.#timer = this.#keepNow()
  }

  /** Why something could not be written, or null. */
  get problem(): string | null {
    return this.#problem ?? this.#writer.problem
  }

  get assigned(): string | null {
    return this.#assigned
  }

  seatOf(code: string): Seat | null {
    return this.seats.find((seat) => seat.code === code) ?? null
  }

  seatSeenWith(viewCode: string): Seat | null {
    return this.seats.find((seat) => seat.viewCode === viewCode) ?? null
  }

  /** Somebody sits down at a free seat. */
  sitDown(seat: Seat, name: string): void {
    seat.name = nameAtSeat(name, seat, this.seats)
    this.#writer.note(seat)
  }

  /** Has everybody take one lesson from now on, once the one under way is over; null: they choose. */
  assign(lesson: string | null): void {
    this.#assigned = lesson
    this.onAssigned()
    // Their catalogues have changed.
    for (const seat of this.seats) if (seat.lesson === null) this.onMoved(seat)
  }

  async list(seat: Seat | null, { language }: Pick<CommandInput<'lesson.list'>, 'language'>) {
    const all = await this.#options.lessons.list({ trainee: seat && traineeOf(seat), language })
    return seat === null || this.#assigned === null ? all : all.filter(({ id }) => id === this.#assigned)
  }

  /** Starts a lesson at a seat, in place of the one that is under way there. */
  async start(seat: Seat, input: CommandInput<'lesson.start'>): Promise<CommandOutput<'lesson.start'>> {
    if (this.isEnded || seat.starting !== null || seat.comingBack !== null) {
      throw new Failure('seat-only', { command: 'lesson.start' })
    }
    if (this.#assigned !== null && input.id !== this.#assigned) {
      throw new Failure('lesson-unknown', { id: input.id })
    }
    const start = this.#start(seat, input)
    seat.starting = start.then(
      () => {},
      () => {},
    )
    try {
      return await start
    } finally {
      seat.starting = null
    }
  }

  async #start(seat: Seat, input: CommandInput<'lesson.start'>): Promise<CommandOutput<'lesson.start'>> {
    const { code } = seat
    seat.activeAt = systemTime()
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
      this.#leaveAttempt(seat)
      seat.lesson = null
      this.#endings.delete(seat)
      this.#follow(seat, lab)
      if (before !== null) void this.#end(before)
      return { lab }
    } catch (thrown) {
      seat.problem = describeFailure(thrown)
      throw thrown
    }
  }

  /** Gives a seat another lab for its lesson, if the one that it had has ended by itself. */
  comeBack(seat: Seat): Promise<void> {
    if (seat.lesson === null || seat.lab !== null || this.isEnded) return Promise.resolve()
    seat.comingBack ??= this.#comeBack(seat, seat.lesson).finally(() => {
      seat.comingBack = null
    })
    return seat.comingBack
  }

  async #comeBack(seat: Seat, lesson: LessonView): Promise<void> {
    const { code } = seat
    try {
      const lab = await this.#starts.run(() => {
        const awayMs = lesson.finishedAt === null ? Math.max(0, systemTime() - seat.seenAt) : 0
        return this.#options.lessons.goOn({ ...lesson, awayMs: lesson.awayMs + awayMs })
      })
      if (seat.code === code && seat.lesson === lesson && !this.isEnded) this.#follow(seat, lab)
      else await this.#options.processes.end(lab)
    } catch (thrown) {
      if (seat.code !== code || seat.lesson !== lesson) return
      seat.problem = describeFailure(thrown)
      this.#vacate(seat)
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
    seat.activeAt = null
    this.#vacate(seat)
    seat.awaySince = null
    if (lab !== null) await this.#end(lab)
  }

  /** Writes the results, and then ends all labs; if they cannot be written, everything goes on, so that nothing is lost. */
  async end(): Promise<void> {
    if (this.isEnded || !(await this.keep())) return
    this.isEnded = true
    this.#timer.cancel()
    for (const seat of this.seats) this.#vacate(seat)
    await this.#options.processes.endAll()
    await this.#writer.flush()
    this.#writer.stop()
    await this.#options.store.clear()
  }

  /** The program ends, and the class with it, until it is started again. */
  async pause(): Promise<void> {
    this.#timer.cancel()
    this.#noteSeen()
    await this.#writer.flush()
    this.#writer.stop()
  }

  /** @returns whether the results were written */
  async keep(): Promise<boolean> {
    try {
      await writeResults(this.resultsFolder, this.seats, systemTime())
      this.#problem = null
      return true
    } catch (thrown) {
      this.#problem = describeFailure(thrown)
      return false
    }
  }

  #keepNow(): Timer {
    this.#noteSeen()
    this.#timer = createRealClock().after(keepEveryMs, () => this.#keepNow())
    return this.#timer
  }

  /** Time passes for the lessons that are under way. */
  #noteSeen(): void {
    for (const seat of this.seats) {
      if (seat.lab === null) continue
      seat.seenAt = systemTime()
      this.#writer.note(seat)
    }
  }

  /** A lesson that was not finished has been left. */
  #leaveAttempt(seat: Seat): void {
    const attempt = seat.lesson && seat.attempts.get(seat.lesson.begunAt)
    if (attempt && attempt.finishedAt === null) {
      attempt.leftAt = seat.lab === null ? seat.seenAt : systemTime()
    }
  }

  #vacate(seat: Seat): void {
    this.#leaveAttempt(seat)
    seat.lab = null
    seat.lesson = null
    this.#writer.note(seat)
    this.onMoved(seat)
  }

  async #end(lab: string): Promise<void> {
    this.#monitors.get(lab)?.close()
    this.#monitors.delete(lab)
    await this.#options.processes.end(lab)
  }

  /** Follows the lesson of a lab, for the trainer's page and for the results. */
  #follow(seat: Seat, lab: string): void {
    seat.lab = lab
    seat.seenAt = systemTime()
    const face = this.#options.processes.open(lab, {
      onText: (text, number) => {
        face?.acknowledge(number)
        const lesson = lessonIn(text)
        if (lesson === undefined || seat.lab !== lab) return
        seat.lesson = lesson
        seat.seenAt = systemTime()
        if (lesson !== null && !lesson.isWithoutCause) keepAttempt(seat, lesson)
        this.#writer.note(seat)
      },
      onEnded: () => this.#endedByItself(seat, lab),
    })
    if (face === null) return this.#endedByItself(seat, lab)
    this.#monitors.set(lab, face)
    face.send({ type: 'watch', id: 1 })
  }

  #endedByItself(seat: Seat, lab: string): void {
    this.#monitors.delete(lab)
    if (seat.lab !== lab) return
    seat.problem = describeFailure(new Failure('lab-process-failed', { cause: 'it has ended' }))
    seat.lab = null
    seat.seenAt = systemTime()
    const endings = (this.#endings.get(seat) ?? []).filter((at) => systemTime() - at < endingsWithinMs)
    this.#endings.set(seat, [...endings, systemTime()])
    if (seat.lesson === null || endings.length >= mostEndings || this.isEnded) return this.#vacate(seat)
    void this.comeBack(seat)
    this.onMoved(seat)
  }
}

function keepAttempt(seat: Seat, lesson: LessonView): void {
  seat.attempts.set(lesson.begunAt, attemptOf(lesson))
  const [oldest] = seat.attempts.keys()
  if (seat.attempts.size > mostAttempts && oldest !== undefined) seat.attempts.delete(oldest)
}

function traineeOf(seat: Seat): string {
  return seat.name ?? `${seat.number}`
}
