import type { CommandInput, LabApi, LessonView } from '#contract'
import { Failure } from '../base/index.ts'
import type { EventStream } from './event-stream.ts'
import type { LessonHost, LoadLessonHost } from './lesson-host.ts'

/** The lesson that is taken in this lab, and who keeps it. */
export class LessonDesk {
  readonly #load: LoadLessonHost | null
  readonly #events: EventStream
  #host: Promise<LessonHost> | null = null
  #view: LessonView | null = null

  /** @param load null: this lab has no lessons */
  constructor(load: LoadLessonHost | null, events: EventStream) {
    this.#load = load
    this.#events = events
  }

  get view(): LessonView | null {
    return this.#view
  }

  async host(api: LabApi): Promise<LessonHost> {
    if (this.#load === null) throw new Failure('no-lessons', {})
    this.#host ??= this.#load().then((create) =>
      create({
        api,
        report: (lesson) => {
          this.#view = lesson
          this.#events.emit('lesson', () => ({ type: 'lesson', lesson }))
        },
      }),
    )
    return this.#host
  }
}

/** Commands about lessons. What they do to the lab they do through other commands. @param api the lab's own */
export function lessonCommands(desk: LessonDesk, api: () => LabApi) {
  const host = () => desk.host(api())
  return {
    'lesson.list': async (input: CommandInput<'lesson.list'>) => (await host()).list(input),
    'lesson.start': async (input: CommandInput<'lesson.start'>) => (await host()).start(input),
    'lesson.answer': async (input: CommandInput<'lesson.answer'>) => (await host()).answer(input),
    'lesson.evidence': async (input: CommandInput<'lesson.evidence'>) => (await host()).evidence(input),
    'lesson.forget': async (input: CommandInput<'lesson.forget'>) => (await host()).forget(input),
    'lesson.hint': async (input: CommandInput<'lesson.hint'>) => (await host()).hint(input),
    'lesson.write': async (input: CommandInput<'lesson.write'>) => (await host()).write(input),
    'lesson.check': async (input: CommandInput<'lesson.check'>) => (await host()).check(input),
    'lesson.reveal': async (input: CommandInput<'lesson.reveal'>) => (await host()).reveal(input),
    'lesson.finish': async (input: CommandInput<'lesson.finish'>) => (await host()).finish(input),
    'lesson.leave': async (input: CommandInput<'lesson.leave'>) => (await host()).leave(input),
    'lesson.read': async (input: CommandInput<'lesson.read'>) => (await host()).read(input),
    'lesson.judge': async (input: CommandInput<'lesson.judge'>) => (await host()).judge(input),
    'lesson.save': async (input: CommandInput<'lesson.save'>) => (await host()).save(input),
  }
}
