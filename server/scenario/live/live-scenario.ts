import { type LabApi, readOnlyCommands } from '#contract'
import { Failure } from '../../base/index.ts'
import { createHeldBackClock, type HeldBackClock, Interrupted, unlimitedSpeed } from '../../clock/index.ts'
import { startOf } from '../../files/index.ts'
import type { Lab, LabOptions } from '../../lab/index.ts'
import type { ScenarioOutcome } from '../outcome.ts'
import { runScenario } from '../run-scenario.ts'
import type { Scenario } from '../scenario.ts'
import { type RunControlOptions, ScenarioRunControl } from './scenario-run-control.ts'

export interface LiveScenarioOptions extends RunControlOptions {
  startLab(options: LabOptions): Promise<Lab>
  installFolder: string | null
  /** Replaces the seed of the scenario's lab. */
  seed: number | null
  /** Null: as fast as the machine allows. */
  speed: number | null
  /** Ends the run early. */
  end: AbortSignal
}

/** A scenario that runs, or has run, in a lab that people look at. */
export interface LiveScenario {
  /** The lab's API. What would disturb the run is refused until it has ended; then people go on by hand. */
  readonly api: LabApi
  reportUnexpected(thrown: unknown): void
  /** Stops the lab, in the middle of the run too. */
  stop(): Promise<void>
}

/**
 * Runs a scenario in a lab of its own while people watch: the same steps at the same lab times as {@link runScenario} alone, held
 * back to the pace that they choose. The lab stays when the scenario has ended.
 * @returns once the lab runs
 */
export async function runScenarioLive(
  scenario: Scenario,
  { startLab, installFolder, seed, speed, end, ...options }: LiveScenarioOptions,
): Promise<LiveScenario> {
  const clock = createHeldBackClock(startOf(scenario.lab))
  const ending = new AbortController()
  end.addEventListener('abort', () => ending.abort())
  const control = new ScenarioRunControl(scenario, options, {
    seed: seed ?? scenario.lab.seed ?? 1,
    startAt: clock.now(),
    end: ending.signal,
    onStand: (isStill) => clock.stand(isStill),
  })
  let started = (_lab: Lab) => {}
  const lab = new Promise<Lab>((resolve) => {
    started = resolve
  })
  const run = runScenario(scenario, {
    async startLab(given) {
      const own = await startLab({ ...given, scenarioRun: control })
      // The start is not watched: it takes no lab time that matters to anybody.
      clock.setPace({ speed: speed ?? unlimitedSpeed })
      started(own)
      return own
    },
    installFolder,
    ...(seed === null ? {} : { seed }),
    clock,
    end: ending.signal,
    follower: {
      begins: (total) => control.begins(total),
      before: (next) => control.before(next),
      after: (done, failures) => control.after(done, failures),
      ended: (outcome) => stay(outcome, control, clock, lab, ending.signal),
    },
  })
  const over = run.then(
    () => {},
    (thrown: unknown) => {
      if (!(thrown instanceof Interrupted)) throw thrown
    },
  )
  const { api, reportUnexpected } = await Promise.race([lab, run.then(() => lab)])
  return {
    api: undisturbed(api, control),
    reportUnexpected,
    async stop() {
      clock.stop()
      ending.abort()
      await over.catch(() => {})
    },
  }
}

/** Leaves the lab to people after the scenario, until they have seen enough. */
async function stay(
  outcome: ScenarioOutcome,
  control: ScenarioRunControl,
  clock: HeldBackClock,
  lab: Promise<Lab>,
  end: AbortSignal,
): Promise<void> {
  control.ended(outcome)
  const { api } = await lab
  const takeBack = clock.letGo()
  await api.call('clock.setPace', { isPaused: clock.pace.isPaused })
  if (!end.aborted) await new Promise((resolve) => end.addEventListener('abort', resolve, { once: true }))
  await takeBack()
}

/** What pages tell by themselves while somebody only looks. */
const toldByPages: ReadonlySet<string> = new Set(['handheld.readConversation', 'handheld.setTyping'])

/** The API for people: while the scenario runs they look and control its time, and change nothing else. */
function undisturbed(api: LabApi, control: ScenarioRunControl): LabApi {
  return {
    ...api,
    async call(name, input) {
      const isHarmless = readOnlyCommands.has(name) || name.startsWith('clock.')
      if (isHarmless || control.view.state === 'ended') return api.call(name, input)
      if (toldByPages.has(name)) throw new Failure('superseded', {})
      throw new Failure('virtual-time', {})
    },
  }
}
