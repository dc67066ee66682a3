import type { CommandInput, DemoView, LabApi } from '#contract'
import { Failure } from '../base/index.ts'
import type { PacedClock } from '../clock/index.ts'
import type { DemoPlayer, LoadDemoPlayer } from './demo-player.ts'
import type { EventStream } from './event-stream.ts'

/** The scenario that is run in this lab, and who runs it. */
export class DemoStage {
  readonly #load: LoadDemoPlayer | null
  readonly #clock: PacedClock | null
  readonly #events: EventStream
  #player: Promise<DemoPlayer> | null = null
  #view: DemoView | null = null

  /** @param load null: this lab has no library */
  constructor(load: LoadDemoPlayer | null, clock: PacedClock | null, events: EventStream) {
    this.#load = load
    this.#clock = clock
    this.#events = events
  }

  get view(): DemoView | null {
    return this.#view
  }

  player(api: LabApi): Promise<DemoPlayer> {
    const load = this.#load
    const clock = this.#clock
    if (clock === null) throw new Failure('virtual-time', {})
    if (load === null) throw new Failure('no-library', {})
    this.#player ??= load().then((create) =>
      create({
        api,
        clock,
        report: (demo) => {
          this.#view = demo
          this.#events.emit('demo', () => ({ type: 'demo', demo }))
        },
      }),
    )
    return this.#player
  }
}

/** Commands that run scenarios step by step. What they do to the lab they do through other commands. @param api the lab's own */
export function demoCommands(demos: DemoStage, api: () => LabApi) {
  return {
    'demo.list': async () => (await demos.player(api())).list(),
    'demo.start': async ({ id }: CommandInput<'demo.start'>) => {
      const player = await demos.player(api())
      await player.start(id)
      return null
    },
    'demo.next': async () => {
      const player = await demos.player(api())
      await player.next()
      return null
    },
    'demo.stop': async () => {
      const player = await demos.player(api())
      await player.stop()
      return null
    },
  }
}
