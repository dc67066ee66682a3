import type { ScenarioFailure } from './outcome.ts'
import { type RunOptions, runScenario } from './run-scenario.ts'
import type { Scenario } from './scenario.ts'

/** Possible results of proving a scenario. */
const verdicts = [
  'proven',
  'passes without its cause',
  'fails without its cause, but at no expectation',
  'fails as it is',
  'marks no cause',
] as const
export type ProofVerdict = (typeof verdicts)[number]

export interface Proof {
  verdict: ProofVerdict
  /** The failure that decided the verdict: of the run without the cause, or otherwise of the unchanged scenario. */
  failure: ScenarioFailure | null
}

/**
 * Runs a scenario twice: unchanged, which must pass, and without its cause, which must fail at an expectation.
 * @throws {Interrupted} if `options.end` ends it
 */
export async function proveScenario(scenario: Scenario, options: RunOptions): Promise<Proof> {
  const [failure = null] = (await runScenario(scenario, options)).failures
  if (failure) return { verdict: 'fails as it is', failure }
  if (!scenario.withoutCause) return { verdict: 'marks no cause', failure: null }
  const [gone = null] = (await runScenario(scenario.withoutCause, options)).failures
  if (!gone) return { verdict: 'passes without its cause', failure: null }
  const isProven = gone.kind === 'expectation'
  return { verdict: isProven ? 'proven' : 'fails without its cause, but at no expectation', failure: gone }
}
