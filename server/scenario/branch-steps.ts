import { commands } from '#contract'
import type { VirtualClock } from '../clock/index.ts'
import { type LabFileInput, parseLabFile, readYaml, rosterOf, type YamlText } from '../files/index.ts'
import type { History } from '../history/index.ts'
import type { Lab } from '../lab/index.ts'
import { namesOf } from './handheld-names.ts'
import type { ScenarioOutcome } from './outcome.ts'
import { followExpected } from './run-scenario.ts'
import { runSteps } from './run-steps.ts'
import type { Scenario } from './scenario.ts'
import { checkScenarios } from './scenario-file.ts'
import type { RunMemory, RunParts } from './step-context.ts'
import { remember } from './steps/index.ts'
import { startTrace } from './trace.ts'

/**
 * Reads steps that go on in the lab of a history: a scenario file, whose lab does not matter, or a list of steps alone.
 * @throws {UnusableFile}
 */
export async function readBranchSteps(file: string, history: History): Promise<Scenario> {
  const yaml = stepsAlone(await readYaml(file))
  const lab = labOfHistory(history)
  const [scenario] = await checkScenarios(file, yaml, {
    bramble: 'snapshot',
    format: 1,
    version: '',
    lab,
    history: [],
    state: {},
  })
  if (!scenario) throw new Error('a file without a matrix is one scenario')
  return scenario
}

/** Runs them up to the first that fails. */
export async function runBranchSteps(
  scenario: Scenario,
  { lab, clock, startMs }: { lab: Lab; clock: VirtualClock; startMs: number },
  end?: AbortSignal,
): Promise<Pick<ScenarioOutcome, 'failures' | 'steps'>> {
  const { roster } = scenario
  const handhelds = namesOf(roster.handhelds.map(({ name }) => name))
  const trace = startTrace(lab.api, scenario.lab, startMs)
  const expectations = await followExpected(scenario, handhelds, { api: lab.api, startMs, isUsedLab: true })
  try {
    const memory: RunMemory = { passwords: new Map(), lastStatus: null, visited: new Set(), marks: new Set() }
    const parts: RunParts = {
      api: lab.api,
      clock,
      roster,
      memory,
      expectations,
      remember: (command, output) => remember(memory, command, output, roster),
    }
    const { steps, failures } = await runSteps(scenario, {
      startMs,
      trace,
      parts,
      handhelds,
      onStep() {},
      end,
    })
    return { steps: steps.items(), failures }
  } finally {
    trace.stop()
    expectations.stop()
  }
}

function stepsAlone(yaml: YamlText): YamlText {
  const { input } = yaml
  if (Array.isArray(input)) {
    return {
      input: { steps: input },
      writtenAt: (path) => yaml.writtenAt(path.slice(1)),
      positionOf: (path, ofKey) => yaml.positionOf(path.slice(1), ofKey),
    }
  }
  if (typeof input !== 'object' || input === null || !('lab' in input)) return yaml
  const { lab: _, ...steps } = input
  return { ...yaml, input: steps }
}

/** The lab of a history, with everybody and every handheld that there has been. */
function labOfHistory({ lab, database, entries }: History): LabFileInput {
  const roster = rosterOf(parseLabFile(lab))
  const users = new Map(roster.users.map(({ id, password }) => [id, password]))
  const handhelds = new Map(roster.handhelds.map(({ name, user }) => [name, user]))
  for (const { id } of database?.users ?? []) if (!users.has(id)) users.set(id, defaultPassword)
  for (const { name, userId } of database?.devices ?? []) handhelds.set(name, userId)
  for (const entry of entries) {
    if (entry.do !== 'command') continue
    const saved =
      entry.name === 'user.save' ? commands['user.save'].input.safeParse(entry.input).data : undefined
    if (saved) users.set(saved.id, saved.password ?? users.get(saved.id) ?? defaultPassword)
    const added =
      entry.name === 'handheld.add' ? commands['handheld.add'].input.safeParse(entry.input).data : undefined
    const name = added?.name ?? added?.user
    if (name === undefined) continue
    const user = added?.user ?? name
    handhelds.set(name, user)
    if (!users.has(user)) users.set(user, defaultPassword)
  }
  return {
    ...lab,
    users: [...users].map(([id, password]) => ({ id, password })),
    handhelds: [...handhelds].map(([name, user]) => ({ name, user })),
  }
}

const defaultPassword = 'Passw0rd!'
