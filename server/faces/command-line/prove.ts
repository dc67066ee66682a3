import { startLab } from '../../lab/index.ts'
import { Interrupted, type ProofVerdict, proveScenario, type Scenario } from '../../scenario/index.ts'
import { type EndSignals, listenForEndSignals } from './end-signals.ts'
import { installFolder } from './install-folder.ts'
import { exitCodes, print, printFailure, printJson, warnOfLeftOut } from './output.ts'
import { type PlanEntry, planRuns } from './plan/plan-runs.ts'

export interface ProveCommand {
  json?: boolean
  seed?: number
  filter?: string
}

/** The result for one scenario. */
interface Said {
  file: string
  name: string
  verdict: ProofVerdict | 'skipped' | 'unusable'
  /** The failure that decided the verdict, with its position, or the reason for skipping; null if nothing failed. */
  because: string | null
}

/** @returns exit code 0 if every scenario that can be run is proven, otherwise 1; 2 if a file cannot be used */
export async function prove(names: readonly string[], command: ProveCommand): Promise<number> {
  const { json, ...selection } = command
  const ending = listenForEndSignals()
  const plan = await planRuns(names, { ...selection, repeat: 1 })
  warnOfLeftOut(plan.leftOut)
  if (plan.nothingToRun && !json) return printFailure(plan.nothingToRun)
  const counts = { proven: 0, unproven: 0, skipped: 0, unusable: 0 }
  for (const entry of plan.entries) {
    const { task } = entry
    const found = await verdictOf(entry, ending)
    if (found === null) return ending.code()
    const said = { file: task.file, name: task.name, ...found }
    const { verdict } = said
    if (verdict === 'proven' || verdict === 'skipped' || verdict === 'unusable') counts[verdict] += 1
    else counts.unproven += 1
    if (json) printJson(said)
    else print(inWords(said))
  }
  const { proven, unproven, skipped: left, unusable } = counts
  const rest = `${left > 0 ? `, ${left} skipped` : ''}${unusable > 0 ? `, ${unusable} unusable` : ''}`
  if (!json) print(`${proven} proven, ${unproven} not${rest}`)
  if (unusable > 0) return exitCodes.unusableInput
  return unproven === 0 ? exitCodes.fine : exitCodes.failed
}

type Found = Pick<Said, 'verdict' | 'because'>

/** @returns null where somebody ended it early */
async function verdictOf(entry: PlanEntry, ending: EndSignals): Promise<Found | null> {
  if (entry.unusable) return { verdict: 'unusable', because: entry.unusable.message }
  if (entry.skip !== null) return { verdict: 'skipped', because: entry.skip }
  return verdictOn(entry.scenario, entry.task.seed, ending)
}

/** @returns null where somebody ended it early */
async function verdictOn(scenario: Scenario, seed: number, { signal }: EndSignals): Promise<Found | null> {
  const options = { startLab, installFolder: installFolder(), seed, end: signal }
  try {
    const { verdict, failure } = await proveScenario(scenario, options)
    if (!failure) return { verdict, because: null }
    const { file = scenario.file, line, column, path, message } = failure
    return { verdict, because: `${file}:${line}:${column} ${path}: ${message}` }
  } catch (thrown) {
    if (thrown instanceof Interrupted) return null
    throw thrown
  }
}

function inWords({ name, verdict, because }: Said): string {
  const heading = verdict === 'proven' ? 'without its cause: ' : ''
  return `${verdict}: ${name}${because === null ? '' : `\n  ${heading}${because}`}`
}
