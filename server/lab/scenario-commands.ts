import type { CommandInput, ComposingView, LabApi } from '#contract'
import { Failure } from '../base/index.ts'
import type { EventStream } from './event-stream.ts'
import type { LabRecords } from './lab-records.ts'
import type { LoadScenarioMaker, ScenarioMaker } from './scenario-maker.ts'

/** Who makes scenarios of what was done in this lab, and how far that is. */
export class ScenarioDesk {
  readonly #load: LoadScenarioMaker | null
  readonly #events: EventStream
  #maker: Promise<ScenarioMaker> | null = null
  #view: ComposingView | null = null

  /** @param load null: this lab makes none */
  constructor(load: LoadScenarioMaker | null, events: EventStream) {
    this.#load = load
    this.#events = events
  }

  get view(): ComposingView | null {
    return this.#view
  }

  async maker(api: LabApi, records: () => LabRecords): Promise<ScenarioMaker> {
    if (this.#load === null) throw new Failure('no-scenarios', {})
    this.#maker ??= this.#load().then((create) =>
      create({
        api,
        records: records(),
        report: (composing) => {
          if (composing === null && this.#view === null) return
          this.#view = composing
          this.#events.emit('composing', () => ({ type: 'composing', composing }))
        },
      }),
    )
    return this.#maker
  }
}

/** Commands that make scenarios. @param api the lab's own @param records what it has kept */
export function scenarioCommands(desk: ScenarioDesk, api: () => LabApi, records: () => LabRecords) {
  const maker = () => desk.maker(api(), records)
  return {
    'scenario.propose': async (input: CommandInput<'scenario.propose'>) => (await maker()).propose(input),
    'scenario.compose': async (input: CommandInput<'scenario.compose'>) => (await maker()).compose(input),
    'scenario.prove': async (input: CommandInput<'scenario.prove'>) => (await maker()).prove(input),
    'scenario.cancel': async (input: CommandInput<'scenario.cancel'>) => (await maker()).cancel(input),
  }
}
