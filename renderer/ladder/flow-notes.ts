import type { FlowStepView, ProcessFlow, ProcessStep, StepDetail } from '#contract'
import { sentence, type Words } from '#words'
import type { RecordedFlow } from '../store/happenings.ts'
import { stepTitle } from '../words/words.ts'
import { laneOfHandheld, type Note, type NoteEntry, type Tone } from './items.ts'

/** What decides where a note stands: details that the Configuration Database told, not the directory. */
const decidedByDatabase: ReadonlySet<StepDetail['code']> = new Set([
  'database-unreadable',
  'user-unknown',
  'user-not-permitted',
])

/** The steps of a login as notes, and its end on the handheld. */
export function flowNotes(
  { endOrder, flow, orders }: RecordedFlow,
  { hops, steps }: ProcessFlow,
  words: Words,
  nameOf: (user: string) => string,
): readonly Note[] {
  const handheld = laneOfHandheld(flow.handheld)
  const notes: Note[] = []
  flow.steps.forEach((view, index) => {
    const process = steps.find(({ id }) => id === view.step)
    if (process === undefined) return
    const isBack = view.outcome === 'refused' && process === steps.at(-1)
    const entry: NoteEntry = {
      tag: view.step,
      title: titleOf(view, process, words, nameOf),
      text: sentence(words.stepDetails, view.detail),
    }
    const before = notes.at(-1)
    const tone = isBack ? 'refused' : toneOf(view, process)
    if (tone === 'passed' && before?.tone === 'passed' && before.at === view.at) {
      notes[notes.length - 1] = { ...before, entries: [...before.entries, entry], step: view.step }
      return
    }
    notes.push({
      kind: 'note',
      id: `${flow.id} ${view.step} ${index}`,
      at: view.at,
      order: orders[index] ?? 0,
      lanes: lanesOf(view, process, hops, handheld),
      tone,
      entries: [entry],
      flow: flow.id,
      step: view.step,
    })
  })
  if (flow.endedAt !== null && flow.result !== null) {
    const { title, notice } = words.endings[flow.result]
    const isAccepted = flow.result === 'accepted'
    notes.push({
      kind: 'note',
      id: `${flow.id} end`,
      at: flow.endedAt,
      order: endOrder,
      lanes: [handheld],
      tone: isAccepted ? 'accepted' : 'refused',
      entries: [
        {
          tag: null,
          title,
          text: isAccepted
            ? words.page.ladder.signedIn(nameOf(flow.user))
            : words.page.ladder.handheldShows(notice ?? title),
        },
      ],
      flow: flow.id,
      step: null,
    })
  }
  return notes
}

/** The decisions have titles; of what was only done, the sentence says enough. */
function titleOf(
  view: FlowStepView,
  process: ProcessStep,
  words: Words,
  nameOf: (user: string) => string,
): string | null {
  const { detail, outcome, step } = view
  if (outcome === 'skipped') return null
  if (detail.code === 'idle-logged-out') return loggedOut(detail.facts.loggedOut, words, nameOf)
  if (outcome === 'refused' && step === '7') return words.labels.refusalGoesBack
  return toneOf(view, process) === 'decision' || outcome === 'refused'
    ? stepTitle(words.labels, process)
    : null
}

type LoggedOut = Extract<StepDetail, { code: 'idle-logged-out' }>['facts']['loggedOut']

/** `Alice and Dan logged out: outside coverage` */
function loggedOut(who: LoggedOut, { page: { ladder } }: Words, nameOf: (user: string) => string): string {
  const outside = who.filter(({ silentSeconds }) => silentSeconds === null)
  const silent = who.filter(({ silentSeconds }) => silentSeconds !== null)
  const names = (users: LoggedOut) => users.map(({ user }) => nameOf(user))
  return [
    ...(outside.length > 0 ? [ladder.loggedOut(names(outside), ladder.outsideCoverage)] : []),
    ...(silent.length > 0 ? [ladder.loggedOut(names(silent), ladder.silent)] : []),
  ].join('; ')
}

function toneOf({ outcome }: FlowStepView, { isBranch, opensConnection }: ProcessStep): Tone {
  if (outcome === 'refused') return 'refused'
  if (outcome === 'skipped') return 'passed'
  return isBranch && !opensConnection ? 'decision' : 'progress'
}

/** Where a step was taken, and with whom. */
function lanesOf(
  { detail, outcome }: FlowStepView,
  { crosses, crossesIfRefused, opensConnection, id }: ProcessStep,
  hops: ProcessFlow['hops'],
  handheld: string,
): Note['lanes'] {
  if (detail.code === 'client-gave-up') return [handheld]
  if (decidedByDatabase.has(detail.code)) return ['service', 'database']
  const [crossing] = crosses
  const hop = hops.find((one) => one.id === crossing?.hop)
  if (crossing === undefined || hop === undefined) return [id === '1' ? handheld : 'service']
  if (crossesIfRefused || id === '7') return ['service']
  const lane = (part: string) => (part === 'handheld' ? handheld : part)
  const [acting, other] = crossing.direction === 'up' ? [hop.from, hop.to] : [hop.to, hop.from]
  const asksOther = hop.from === 'service' && crossing.direction === 'up'
  // A refusal on the way is the business of the part that could not go on.
  if (asksOther && (opensConnection || id === '4d' || outcome === 'refused'))
    return [lane(acting), lane(other)]
  return [lane(acting)]
}
