import { formatDuration, type TimeManner } from '#contract'
import { createVirtualClock, unlessStalled, type VirtualClock } from '../../clock/index.ts'
import { type LabFileInput, parseLabFile, rosterOf, zoneOf } from '../../files/index.ts'
import type { Lab } from '../../lab/index.ts'
import { followExpectations } from '../expectations/index.ts'
import { namesOf } from '../handheld-names.ts'
import { repeatableText } from '../repeatable-text.ts'
import { stopLab } from '../run-scenario.ts'
import { runSteps, type StepsRun } from '../run-steps.ts'
import type { Scenario } from '../scenario.ts'
import { passingAlone, type RunMemory, type RunParts, StepContext } from '../step-context.ts'
import { actionsOf, remember, step } from '../steps/index.ts'
import { startTrace } from '../trace.ts'
import type { Act, WrittenStep } from './acts.ts'
import { type ActGroup, groupsOf, stepOfGroup } from './group-acts.ts'
import { type Proposal, parsedExpectation } from './proposals.ts'
import { readableLimit, readablePause } from './readable-times.ts'
import type { ComposeOptions } from './relive.ts'

/** What is to become a scenario. */
export interface Draft {
  lab: LabFileInput
  startMs: number
  /** Steps with which the scenario begins, so that the lab is as it was at `fromMs`. */
  setUp: readonly WrittenStep[]
  /** Lab time, since the lived lab started, from which `acts` count. */
  fromMs: number
  acts: readonly Act[]
  /** Lab time at which what was asked for begins; null: with the first step. */
  markMs: number | null
  proposals: readonly Proposal[]
  times: TimeManner
}

/** A step of the scenario, or a comment in its place. */
export type WrittenItem = { step: WrittenStep; isSetUp: boolean } | { said: string }

/** A step or an expectation that was otherwise than when it was lived. */
export class RehearsalFailed extends Error {
  readonly proposal: Proposal | null
  readonly group: ActGroup | null

  constructor(message: string, { group, proposal }: { proposal?: Proposal; group?: ActGroup }) {
    super(message)
    this.proposal = proposal ?? null
    this.group = group ?? null
  }
}

/** The moment from which on what is counted counts. */
const rangeMark = 'from here'

/** How much later than when it was lived something may come to hold. */
const graceMs = 600_000

/**
 * Does everything step by step in a lab of its own, in virtual time, and writes down the pauses that are needed so that each step
 * begins when it was lived.
 * @throws {RehearsalFailed} at the first step or expectation that is otherwise
 */
export async function rehearse(draft: Draft, options: ComposeOptions): Promise<WrittenItem[]> {
  const clock = createVirtualClock(draft.startMs)
  const lab = await options.startLab({
    file: draft.lab,
    clock,
    installFolder: options.installFolder,
    defaultPort: 0,
    defaultDatabase: 'memory',
  })
  const trace = startTrace(lab.api, draft.lab, clock.now())
  try {
    const parts = await partsOf(draft, lab, clock)
    await unlessStalled(clock, clock.settle(), options.end)
    const run = { startMs: clock.now(), trace, parts, onStep() {}, end: options.end }
    const rehearsal = new Rehearsal(draft, { ...run, handhelds: namesOf(handheldsOf(draft)) }, options)
    await rehearsal.all()
    parts.expectations.stop()
    return rehearsal.items
  } finally {
    trace.stop()
    await stopLab(lab, clock)
  }
}

async function partsOf(
  { lab: file, proposals }: Draft,
  { api }: Lab,
  clock: VirtualClock,
): Promise<RunParts> {
  const memory: RunMemory = { passwords: new Map(), lastStatus: null, visited: new Set(), marks: new Set() }
  const roster = rosterOf(parseLabFile(file))
  const run = {
    api,
    startMs: clock.now(),
    timeZone: zoneOf(file),
    repeatable: repeatableText(file),
    isUsedLab: false,
  }
  const expected = proposals.flatMap(({ expect }) => {
    const value = parsedExpectation(expect)
    return value === null ? [] : [{ value, handhelds: null }]
  })
  const expectations = await followExpectations(run, expected)
  return {
    api,
    clock,
    roster,
    memory,
    expectations,
    remember: (command, output) => remember(memory, command, output, roster),
  }
}

function handheldsOf({ lab }: Draft): string[] {
  return rosterOf(parseLabFile(lab)).handhelds.map(({ name }) => name)
}

interface JointExpectation {
  expect: Readonly<Record<string, unknown>>
  proposals: readonly Proposal[]
}

class Rehearsal {
  readonly items: WrittenItem[] = []
  readonly #draft: Draft
  readonly #run: StepsRun
  readonly #clock: VirtualClock
  readonly #options: ComposeOptions
  /** Lab time here at which the lived lab started, or would have. */
  #originMs = 0

  constructor(draft: Draft, run: StepsRun, options: ComposeOptions) {
    this.#draft = draft
    this.#run = run
    this.#clock = run.parts.clock
    this.#options = options
  }

  async all(): Promise<void> {
    const { acts, fromMs, markMs, proposals, setUp, times } = this.#draft
    for (const one of setUp) await this.#do(one, true, {})
    // Nobody needs to wait for what is done first.
    const isFirst = times === 'round' && markMs === null
    const beginMs = isFirst ? (acts.find((act) => act.step !== null)?.atMs ?? fromMs) : fromMs
    this.#originMs = this.#clock.now() - beginMs
    let isMarked = markMs === null
    const waiting = [...proposals]
    for (const group of groupsOf(acts, times)) {
      await this.#meet(takeWhile(waiting, (one) => isBefore(one, group)))
      if (!isMarked && markMs !== null && group.atMs >= markMs) {
        isMarked = true
        await this.#mark(markMs)
      }
      await this.#doGroup(group, !isMarked)
    }
    if (!isMarked && markMs !== null) await this.#mark(markMs)
    await this.#meet(waiting)
  }

  async #mark(markMs: number): Promise<void> {
    await this.#pause(markMs, true)
    await this.#do({ mark: rangeMark }, true, {})
  }

  async #doGroup(group: ActGroup, isSetUp: boolean): Promise<void> {
    const step = stepOfGroup(group, this.#draft.times)
    if (step !== null) {
      await this.#pause(group.atMs, isSetUp)
      await this.#do(step, isSetUp, { group })
    }
    for (const act of group.acts) if (act.step === null) this.items.push({ said: act.said })
  }

  /** Lets lab time pass until a moment of the lived lab. */
  async #pause(atMs: number, isSetUp: boolean): Promise<void> {
    const pauseMs = this.#originMs + atMs - this.#clock.now()
    const passedMs = this.#draft.times === 'round' ? readablePause(pauseMs) : Math.round(pauseMs)
    if (passedMs > 0) await this.#do({ wait: formatPause(passedMs) }, isSetUp, {})
  }

  /** Expects what came, at once or within a time. */
  async #meet(proposals: readonly Proposal[]): Promise<void> {
    let joint: JointExpectation = { expect: {}, proposals: [] }
    for (const proposal of proposals) {
      if (!(await this.#holds(proposal))) {
        await this.#expect(joint)
        joint = { expect: {}, proposals: [] }
        if (!(await this.#holds(proposal))) {
          await this.#await(proposal)
          continue
        }
      }
      const merged = merge(joint.expect, proposal.expect)
      if (merged === null) await this.#expect(joint)
      joint =
        merged === null
          ? { expect: proposal.expect, proposals: [proposal] }
          : { expect: merged, proposals: [...joint.proposals, proposal] }
    }
    await this.#expect(joint)
  }

  async #expect({ expect, proposals }: JointExpectation): Promise<void> {
    const [proposal] = proposals
    if (proposal !== undefined)
      await this.#do({ expect: this.#since(expect, proposals) }, false, { proposal })
  }

  async #holds(proposal: Proposal): Promise<boolean> {
    const value = parsedExpectation(this.#since(proposal.expect, [proposal]))
    if (value === null) return false
    const { parts } = this.#run
    const [action] = actionsOf({ expect: value })
    const found = await action?.run(new StepContext(parts, null, passingAlone(this.#clock)))
    return found?.length === 0
  }

  async #await(proposal: Proposal): Promise<void> {
    const beganMs = this.#clock.now()
    const expect = this.#since(proposal.expect, [proposal])
    const mostMs = Math.max(0, this.#originMs + proposal.atMs - beganMs) + graceMs
    await this.#perform({ expect: { within: formatPause(mostMs), ...expect } }, { proposal })
    const within = formatPause(readableLimit(this.#clock.now() - beganMs))
    this.items.push({ step: { expect: { within, ...expect } }, isSetUp: false })
  }

  #since(expect: object, proposals: readonly Proposal[]): Record<string, unknown> {
    const counts = this.#draft.markMs !== null && proposals.some((one) => one.counts)
    return { ...(counts ? { since: rangeMark } : {}), ...expect }
  }

  async #do(
    written: WrittenStep,
    isSetUp: boolean,
    about: { proposal?: Proposal; group?: ActGroup },
  ): Promise<void> {
    await this.#perform(written, about)
    this.items.push({ step: written, isSetUp })
  }

  async #perform(written: WrittenStep, about: { proposal?: Proposal; group?: ActGroup }): Promise<void> {
    this.#options.onTime?.(this.#clock.now() - this.#originMs)
    const scenario = { ...emptyScenario(this.#draft.lab), steps: [step.parse(written)] }
    const { failures } = await runSteps(scenario, this.#run)
    const [failure] = failures
    if (failure !== undefined) throw new RehearsalFailed(failure.message, about)
  }
}

/** Takes from the front of a list. */
function takeWhile<T>(list: T[], isTaken: (one: T) => boolean): T[] {
  const end = list.findIndex((one) => !isTaken(one))
  return list.splice(0, end < 0 ? list.length : end)
}

function isBefore(proposal: Proposal, { acts, atMs }: ActGroup): boolean {
  if (proposal.atMs !== atMs) return proposal.atMs < atMs
  return proposal.commands <= Math.min(...acts.map(({ command }) => command))
}

/** Two expectations as one; null if they say something about the same. */
function merge(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>) {
  const merged: Record<string, unknown> = { ...one }
  for (const [key, value] of Object.entries(other)) {
    const there = merged[key]
    if (there === undefined) {
      merged[key] = value
      continue
    }
    if (!isRecord(there) || !isRecord(value) || !byName.has(key)) return null
    if (Object.keys(value).some((name) => name in there && !isSame(there[name], value[name]))) {
      if (key !== 'sent') return null
      merged[key] = { ...there, ...mergedInside(there, value) }
    } else merged[key] = { ...there, ...value }
  }
  return merged
}

/** Texts of one more message of the same handheld. */
function mergedInside(
  there: Record<string, unknown>,
  value: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const before = there[name]
      return [name, isRecord(before) && isRecord(inner) ? { ...before, ...inner } : inner]
    }),
  )
}

/** Expectations with an entry for each handheld. */
const byName: ReadonlySet<string> = new Set(['handheld', 'messages', 'sent', 'desktop'])

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function formatPause(ms: number): string {
  return formatDuration(Math.max(1, Math.round(ms)))
}

/** A scenario that has nothing but its lab, whose steps are run one by one. */
function emptyScenario(lab: LabFileInput): Scenario {
  return {
    file: '',
    combination: 1,
    combinations: 1,
    included: [],
    files: [],
    name: '',
    tags: [],
    missing: [],
    steps: [],
    isLeftOut: () => false,
    withoutCause: null,
    lab,
    labFolder: '.',
    roster: rosterOf(parseLabFile(lab)),
    warnings: [],
    from: null,
    positionOf: () => ({ line: 1, column: 1 }),
  }
}
