import { BadgeCheck, CircleDot, FileCheck2, FilePlus2, Square } from 'lucide-react'
import { type Assertion, type EvidenceItem, mostAssertions, mostLogLines } from '#contract'
import { focusedEvidence } from '../store/evidence.ts'
import { isTakingLesson } from '../store/lesson.ts'
import { useOtherLab } from '../store/other-lab.ts'
import { isRecordingScenario, record, useRecorder } from '../store/recorder.ts'
import { labNow } from '../store/selectors.ts'
import { expectInFile, fileToExpectIn } from '../store/studio-edit.ts'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import { type Action, type ActionContext, actionWithoutArguments, type BoundAction, bind } from './action.ts'
import { takeNote } from './lessons.ts'
import { actionWords } from './words.ts'

const words = () => wordsNow().page.compose.actions

/** A lab beside that of the window makes none of what was done in it. */
function obstacleToMake(lab: ActionContext['lab']): string | null {
  if (lab === null) return actionWords().noLab
  return useOtherLab.getState().other === null ? null : words().onlyOwn
}

export const makeScenario = actionWithoutArguments({
  name: 'scenario.make',
  group: 'lab',
  label: () => words().make,
  buttonLabel: () => words().makeButton,
  keywords: () => ['scenario', 'test', 'file', 'yaml', 'history', 'repeat', 'reproduce', 'export', 'record'],
  icon: () => FileCheck2,
  menu: 'file',
  obstacle: (_, { lab }: ActionContext) => obstacleToMake(lab),
  perform: () => record(({ since, assertions }) => ({ dialog: { since, assertions } })),
})

export const startScenario = actionWithoutArguments({
  name: 'scenario.record',
  group: 'lab',
  label: () => words().start,
  keywords: () => ['scenario', 'record', 'mark', 'test', 'assert'],
  icon: () => CircleDot,
  menu: 'lab',
  obstacle: (_, { lab }: ActionContext) =>
    obstacleToMake(lab) ?? (isRecordingScenario() ? words().isRecording : null),
  perform: () => record({ since: labNow(), assertions: [] }),
})

export const stopScenario = actionWithoutArguments({
  name: 'scenario.stop',
  group: 'lab',
  label: () => words().stop,
  buttonLabel: () => words().stopButton,
  keywords: () => ['scenario', 'record', 'end', 'finish'],
  icon: () => Square,
  menu: 'lab',
  obstacle: () => (isRecordingScenario() ? null : words().isNotRecording),
  perform: () =>
    record(({ since, assertions }) => ({ since: null, assertions: [], dialog: { since, assertions } })),
})

/** Notes that a scenario should expect what is seen now: of what a menu is about, or of what has the focus. */
export const assertThis: Action<{ item: EvidenceItem | null }> = {
  name: 'scenario.assert',
  group: 'lab',
  label: () => words().assert,
  keywords: () => ['expect', 'check', 'scenario', 'test'],
  icon: () => BadgeCheck,
  keyed: [{ args: { item: null }, shortcut: { key: 'a', isText: true } }],
  obstacle: () => {
    if (!isRecordingScenario()) return words().isNotRecording
    return useRecorder.getState().assertions.length >= mostAssertions ? words().tooMany(mostAssertions) : null
  },
  async perform({ item }, context) {
    const chosen = item ?? focusedEvidence()
    const assertion = chosen === null ? null : await assertionOf(chosen, context)
    if (assertion === null) {
      showToast({ kind: 'failure', title: words().assert, text: words().nothingToAssert })
      return
    }
    record(({ assertions }) => ({ assertions: [...assertions, assertion] }))
    const text = wordsNow().page.compose.asserted(assertion)
    showToast({ kind: 'done', title: words().asserted, text })
  },
  offers: () => (isRecordingScenario() ? [{ item: null }] : []),
}

/** Writes what is seen now as an expectation into the scenario file that is open in the Studio. */
export const expectHere: Action<{ item: EvidenceItem | null }> = {
  name: 'studio.expect',
  group: 'lab',
  label: () => words().expectIn(fileToExpectIn() ?? ''),
  keywords: () => ['expect', 'check', 'scenario', 'assert', 'studio'],
  icon: () => FilePlus2,
  obstacle: () => (fileToExpectIn() === null ? words().noFile : null),
  async perform({ item }, context) {
    const chosen = item ?? focusedEvidence()
    const assertion = chosen === null ? null : await assertionOf(chosen, context)
    const file = fileToExpectIn()
    if (assertion === null || file === null) {
      showToast({ kind: 'failure', title: words().assert, text: words().nothingToAssert })
    } else if (await expectInFile(assertion)) {
      const text = wordsNow().page.compose.asserted(assertion)
      showToast({ kind: 'done', title: words().expectedIn(file), text })
    }
  },
  offers: () => (fileToExpectIn() === null ? [] : [{ item: null }]),
}

/** What the menu of anything that can be pointed at offers: the notebook in a lesson, an assertion while a scenario is recorded. */
export function evidenceActions(item: EvidenceItem, context: ActionContext): BoundAction[] {
  return [
    ...(isTakingLesson(context.lab?.lesson ?? null) ? [bind(takeNote, { item }, context)] : []),
    ...(isRecordingScenario() && canBeAsserted(item) ? [bind(assertThis, { item }, context)] : []),
    ...(fileToExpectIn() !== null && canBeAsserted(item) ? [bind(expectHere, { item }, context)] : []),
  ]
}

function canBeAsserted({ kind }: EvidenceItem): boolean {
  return kind !== 'setting' && kind !== 'user'
}

/** @returns null if it is gone, or cannot be expected in a scenario */
async function assertionOf(item: EvidenceItem, { call, lab }: ActionContext): Promise<Assertion | null> {
  const at = labNow()
  switch (item.kind) {
    case 'handheld': {
      const handheld = lab?.handhelds.find(({ name }) => name === item.name)
      if (handheld === undefined) return null
      const { name, reason, state } = handheld
      return { at, about: 'handheld', handheld: name, state, reason }
    }
    case 'session': {
      const session = lab?.sessions.find(({ id }) => id === item.id)
      if (session === undefined) return null
      return { at, about: 'handheld', handheld: session.handheld, state: 'signed-in', reason: null }
    }
    case 'step': {
      const flow = lab?.flows.find(({ id }) => id === item.flow)
      const step = flow?.steps.findLast((one) => one.step === item.step)
      if (flow === undefined || step === undefined) return null
      const { detail, outcome } = step
      return { at, about: 'flow', handheld: flow.handheld, step: item.step, outcome, code: detail.code }
    }
    case 'frame':
      return call('traffic.layers', { number: item.number }).then(
        ({ frame: { handheld, hop, openedSummary } }) => ({
          at,
          about: 'frame',
          filter: [
            `hop:${hop}`,
            ...(handheld === null ? [] : [`handheld:${quoted(handheld)}`]),
            begins(openedSummary),
          ]
            .filter(Boolean)
            .join(' '),
        }),
        () => null,
      )
    case 'log':
      return call('log.read', { from: null, count: mostLogLines }).then(
        ({ lines }) => {
          const line = lines.find(({ number }) => number === item.number)
          return line === undefined ? null : { at, about: 'log', text: saidIn(line.text) }
        },
        () => null,
      )
    default:
      return null
  }
}

/** The words with which a summary begins, up to the first that may differ each time. */
function begins(summary: string): string {
  const [start = ''] = /^[A-Za-z-]+(?: [A-Za-z-]+| \d{3}\b)*/.exec(summary) ?? []
  return start === '' ? '' : quoted(start)
}

function quoted(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : JSON.stringify(text)
}

/** What a line says, without its number, its time, and the ID of the session with which it may begin. */
function saidIn(line: string): string {
  const said = line.replace(/^.*?\}\s*/s, '').trim()
  return said.replace(/^Session \S+ (?=of )/, '') || line
}
