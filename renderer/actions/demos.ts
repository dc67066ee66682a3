import { Clapperboard, RotateCcw, SkipForward, Square } from 'lucide-react'
import type { DemoEntry, DemoView, Snapshot } from '#contract'
import { show } from '../store/interface.ts'
import { useOtherLab } from '../store/other-lab.ts'
import { wordsNow } from '../words/words.ts'
import { type Action, type ActionContext, actionWithoutArguments } from './action.ts'
import { actionWords } from './words.ts'

function runningDemo({ lab }: ActionContext): DemoView | null {
  return lab?.demo ?? null
}

export const chooseDemo = actionWithoutArguments({
  name: 'demo.choose',
  group: 'lab',
  label: () => actionWords().chooseDemo,
  keywords: () => ['demo', 'demonstration', 'script', 'scenario', 'library', 'field issue', 'case'],
  icon: () => Clapperboard,
  menu: 'lab',
  obstacle: (_, { lab }: ActionContext) => {
    if (lab === null) return actionWords().noLab
    return useOtherLab.getState().other === null ? null : wordsNow().page.demos.onlyOwn
  },
  perform: () => show({ isDemoListOpen: true }),
})

/** Prepares the lab for a scenario of the library, after telling what that changes. */
export const startDemo: Action<{ demo: DemoEntry }> = {
  name: 'demo.start',
  group: 'lab',
  label: ({ demo }) => actionWords().startDemo(demo.name),
  buttonLabel: () => actionWords().startDemoButton,
  obstacle: ({ demo: { obstacle } }) =>
    obstacle === null ? null : wordsNow().page.demos.obstacles[obstacle.code](obstacle.what),
  question: ({ demo }) => ({
    title: demo.name,
    text: wordsNow().page.demos.changes(demo.changes),
    confirm: actionWords().startDemoButton,
  }),
  perform({ demo: { id, name } }, { run }) {
    show({ isDemoListOpen: false })
    return run(name, 'demo.start', { id })
  },
  offers: () => [],
}

function obstacleToGoOn(demo: DemoView | null): string | null {
  if (demo === null) return actionWords().noDemo
  return demo.isBusy ? actionWords().demoIsBusy : null
}

export const nextDemoStep = actionWithoutArguments({
  name: 'demo.next',
  group: 'lab',
  label: () => actionWords().nextDemoStep,
  buttonLabel: () => actionWords().nextDemoStepButton,
  keywords: () => ['demo', 'step', 'go on'],
  icon: () => SkipForward,
  shortcuts: [{ key: 'n', isText: true }],
  menu: 'lab',
  obstacle: (_, context: ActionContext) => {
    const demo = runningDemo(context)
    if (demo !== null && demo.done === demo.steps.length) return actionWords().demoIsOver
    return obstacleToGoOn(demo)
  },
  perform: (_, { run }) => run(actionWords().nextDemoStep, 'demo.next', {}),
})

export const restartDemo = actionWithoutArguments({
  name: 'demo.restart',
  group: 'lab',
  label: () => actionWords().restartDemo,
  buttonLabel: () => actionWords().restartDemoButton,
  keywords: () => ['demo', 'again', 'from the start'],
  icon: () => RotateCcw,
  obstacle: (_, context: ActionContext) => obstacleToGoOn(runningDemo(context)),
  async perform(_, { lab, run }) {
    const id = demoIdOf(lab)
    if (id !== null) await run(actionWords().restartDemo, 'demo.start', { id })
  },
})

function demoIdOf(lab: Snapshot | null): string | null {
  return lab?.demo?.id ?? null
}

export const stopDemo = actionWithoutArguments({
  name: 'demo.stop',
  group: 'lab',
  label: () => actionWords().stopDemo,
  buttonLabel: () => actionWords().stopDemoButton,
  keywords: () => ['demo', 'end', 'put back'],
  icon: () => Square,
  menu: 'lab',
  obstacle: (_, context: ActionContext) => obstacleToGoOn(runningDemo(context)),
  perform: (_, { run }) => run(actionWords().stopDemo, 'demo.stop', {}),
})
