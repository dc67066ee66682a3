import { stringify } from 'yaml'
import {
  type Assertion,
  type ComposedScenario,
  formatDuration,
  type ProposedScenario,
  type SetUpManner,
  timeManners,
} from '#contract'
import { languageOf, wordsOf } from '#words'
import { actionsOf, step } from '../steps/index.ts'
import { type Act, actsOf } from './acts.ts'
import type { Lived } from './lived.ts'
import { type Proposal, proposalsOf } from './proposals.ts'
import { type Draft, RehearsalFailed, rehearse, type WrittenItem } from './rehearsal.ts'
import { type ComposeOptions, type Relived, relive } from './relive.ts'
import { type ScenarioHeading, writeScenario } from './scenario-document.ts'
import { shortestSetUp } from './set-up.ts'

export interface Range {
  /** Lab time, as in events, from which on; null: from the start. */
  since: number | null
  assertions: readonly Assertion[]
}

export interface Wanted extends Omit<ScenarioHeading, 'about'> {
  /** IDs of the expectations; null: the usual ones. */
  expectations: readonly string[] | null
  language: string
}

/** Steps that a window lists. */
const mostListed = 500
/** How often a rehearsal is begun again without what did not come to hold. */
const mostAttempts = 20

/** Makes a scenario of what was done in a lab: proposes what to expect, writes the file, and proves that it passes. */
export class Composition {
  readonly #lived: Lived
  readonly #options: ComposeOptions
  readonly #cutMs: number
  readonly #acts: Act[]
  readonly #relived: Relived
  readonly #proposals: Proposal[]

  private constructor(lived: Lived, options: ComposeOptions, cutMs: number, relived: Relived, range: Range) {
    this.#lived = lived
    this.#options = options
    this.#cutMs = cutMs
    this.#relived = relived
    this.#acts = actsOf(lived)
    this.#proposals = proposalsOf(lived, relived, this.#acts, { assertions: range.assertions, cutMs })
  }

  /** Does everything once more, in virtual time, to know what happened. */
  static async begin(lived: Lived, range: Range, options: ComposeOptions): Promise<Composition> {
    const first = lived.commands[0]?.atMs ?? 0
    const asked = range.since === null ? 0 : Math.max(0, range.since - lived.startMs)
    // What begins before anything was done begins with the lab.
    const cutMs = asked <= first ? 0 : asked
    return new Composition(lived, options, cutMs, await relive(lived, cutMs, options), range)
  }

  get proposed(): ProposedScenario {
    const { dropped, outside, startMs } = this.#lived
    const acts = this.#acts.filter(({ atMs }) => atMs >= this.#cutMs)
    return {
      steps: acts.slice(0, mostListed).map(({ atMs, said, step: written }) => ({
        at: startMs + atMs,
        title: written === null ? said : titleOf(written),
        hasStep: written !== null,
      })),
      moreSteps: Math.max(0, acts.length - mostListed),
      proposals: this.#proposals.map(({ about, atMs, expect, id, isUsual }) => ({
        id,
        about,
        isUsual,
        at: startMs + atMs,
        text: stringify(expect, { lineWidth: 0 }).trim(),
      })),
      differences: this.#relived.differences,
      unstated: acts.flatMap(({ said, step: written }) => (written === null ? [said] : [])),
      dropped,
      outside,
    }
  }

  /** Writes the scenario in the most readable way in which all that is wanted holds. */
  async compose(wanted: Wanted): Promise<ComposedScenario> {
    const ids = wanted.expectations === null ? null : new Set(wanted.expectations)
    let proposals = this.#proposals.filter(({ id, isUsual }) => ids?.has(id) ?? isUsual)
    let acts: readonly Act[] = this.#acts
    const leftOut: string[] = []
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const failures: RehearsalFailed[] = []
      for (const { draft, setUp } of this.#drafts(acts, proposals)) {
        try {
          const items = await rehearse(draft, this.#options)
          return {
            text: this.#write(wanted, draft, items, setUp),
            times: draft.times,
            setUp,
            leftOut,
          }
        } catch (thrown) {
          if (!(thrown instanceof RehearsalFailed)) throw thrown
          failures.push(thrown)
        }
      }
      const { group, proposal } = leastLoss(failures) ?? { group: null, proposal: null }
      if (proposal !== null) {
        proposals = proposals.filter((one) => one !== proposal)
        leftOut.push(proposal.id)
      } else if (group !== null) {
        // What is done differently each time cannot be a step that passes each time.
        acts = acts.map((act) => (group.acts.includes(act) ? { ...act, step: null } : act))
      } else if (failures[0] !== undefined) throw failures[0]
    }
    return this.compose({ ...wanted, expectations: [] })
  }

  /** The ways in which it may be written, the most readable one first. */
  *#drafts(
    acts: readonly Act[],
    proposals: readonly Proposal[],
  ): Generator<{ draft: Draft; setUp: SetUpManner }> {
    const { lab, startMs } = this.#lived
    const cut = this.#relived.cut
    if (cut !== null) {
      const { lab: then, steps } = shortestSetUp(lab, cut)
      const later = acts.filter(({ atMs }) => atMs >= this.#cutMs)
      const draft = {
        lab: then,
        startMs,
        setUp: steps,
        fromMs: this.#cutMs,
        acts: later,
        markMs: this.#cutMs,
        proposals,
      }
      yield { draft: { ...draft, times: 'round' }, setUp: 'compact' }
    }
    const setUp: SetUpManner = cut === null ? 'start' : 'whole'
    const markMs = cut === null ? null : this.#cutMs
    for (const times of timeManners) {
      yield { draft: { lab, startMs, setUp: [], fromMs: 0, acts, markMs, proposals, times }, setUp }
    }
  }

  #write(wanted: Wanted, draft: Draft, items: readonly WrittenItem[], setUp: SetUpManner): string {
    const { compose: words } = wordsOf(languageOf(wanted.language)).page
    const { dropped, endMs, outside, startMs } = this.#lived
    const { language: _, expectations: __, ...heading } = wanted
    const spanMs = endMs - startMs - this.#cutMs
    const about = [
      words.file.about(formatDuration(Math.max(1_000, Math.round(spanMs / 1_000) * 1_000))),
      words.file.times[draft.times],
      words.file.passwords,
      ...(setUp === 'start' ? [] : [words.file.setUps[setUp]]),
      ...outside.map((part) => words.file.outside[part]),
      ...(dropped > 0 ? [words.file.dropped(dropped)] : []),
    ]
    // A file needs a step, also where none does anything of what was done.
    const isEmpty = items.every((item) => 'said' in item)
    const step = { wait: formatDuration(Math.max(1, Math.round(spanMs))) }
    const all = isEmpty ? [...items, { step, isSetUp: false }] : items
    return writeScenario({ ...heading, about }, draft.lab, all, words.file)
  }
}

/**
 * Of the ways to write it that failed, the one in which the least is lost if what failed is left out: an expectation before steps, and
 * fewer steps before more. Ways that keep times more exactly are listed later, and what fails in those is not for want of exactness.
 */
function leastLoss(failures: readonly RehearsalFailed[]): RehearsalFailed | undefined {
  const lost = ({ group, proposal }: RehearsalFailed) =>
    proposal !== null ? 0 : (group?.acts.length ?? Number.POSITIVE_INFINITY)
  return failures.reduce<RehearsalFailed | undefined>(
    (best, one) => (best === undefined || lost(one) <= lost(best) ? one : best),
    undefined,
  )
}

function titleOf(written: object): string {
  const parsed = step.safeParse(written).data
  const [action] = parsed === undefined ? [] : actionsOf(parsed)
  return action?.title() ?? ''
}
