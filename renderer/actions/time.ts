import { FastForward, Pause, Play, SkipForward, StepForward } from 'lucide-react'
import { wordsNow } from '../words/words.ts'
import { type Action, type ActionContext, actionWithoutArguments } from './action.ts'
import { actionWords } from './words.ts'

function obstacle(_: unknown, { lab }: ActionContext): string | null {
  if (lab === null) return actionWords().noLab
  return lab.pace === null ? actionWords().noPace : null
}

function isPaused({ lab }: ActionContext): boolean {
  return lab?.pace?.isPaused ?? false
}

export const pauseOrGoOn = actionWithoutArguments({
  name: 'clock.pauseOrGoOn',
  group: 'time',
  label: (_, context) => (isPaused(context) ? actionWords().goOn : actionWords().pause),
  buttonLabel: (_, context) => (isPaused(context) ? actionWords().goOnButton : actionWords().pauseButton),
  keywords: () => ['clock', 'freeze', 'halt', 'stop', 'resume'],
  shortcuts: [{ key: 'F8' }],
  menu: 'lab',
  obstacle,
  perform: (_, context) =>
    context.run(wordsNow().page.shell.labTime, 'clock.setPace', { isPaused: !isPaused(context) }),
})

/** The picture of {@link pauseOrGoOn}, which shows what it would do. */
export const paceIcons = { pause: Pause, goOn: Play } as const

export const step = actionWithoutArguments({
  name: 'clock.step',
  group: 'time',
  label: () => actionWords().step,
  buttonLabel: () => actionWords().stepButton,
  keywords: () => ['clock', 'single'],
  icon: () => StepForward,
  shortcuts: [{ key: 'F9' }],
  menu: 'lab',
  obstacle,
  perform: (_, { run }) => run(actionWords().stepped, 'clock.step', {}),
})

export const speeds = [1, 10, 60, 600] as const

export const setSpeed: Action<{ speed: number }> = {
  name: 'clock.setSpeed',
  group: 'time',
  label: ({ speed }) => actionWords().speed(speed),
  buttonLabel: ({ speed }) => actionWords().speedButton(speed),
  keywords: ({ speed }) => ['clock', 'speed', 'fast', `x${speed}`, String(speed)],
  icon: () => FastForward,
  obstacle,
  isChosen: ({ speed }, { lab }) => lab?.pace?.speed === speed,
  perform: ({ speed }, { run }) =>
    run(wordsNow().page.shell.labTime, 'clock.setPace', { speed, isPaused: false }),
  offers: () => speeds.map((speed) => ({ speed })),
}

export const jumps = ([60_000, 300_000, 3_600_000, 86_400_000] as const).map((durationMs) => ({ durationMs }))

export const jump: Action<(typeof jumps)[number]> = {
  name: 'clock.jump',
  group: 'time',
  label: ({ durationMs }) => actionWords().jump(actionWords().jumps[durationMs]),
  buttonLabel: ({ durationMs }) => actionWords().jumpButton(actionWords().jumps[durationMs]),
  keywords: () => ['clock', 'skip', 'forward'],
  icon: () => SkipForward,
  obstacle,
  perform: ({ durationMs }, { run }) =>
    run(actionWords().jumpButton(actionWords().jumps[durationMs]), 'clock.jump', { durationMs }),
  offers: () => jumps,
}
