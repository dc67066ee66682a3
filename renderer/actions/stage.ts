import { MonitorPlay, MonitorUp, Play } from 'lucide-react'
import type { HandheldView } from '#contract'
import { show, useInterface } from '../store/interface.ts'
import { playOrPause, shownFlowNow, useReplay } from '../store/replay.ts'
import { type Action, actionWithoutArguments } from './action.ts'
import { handheldsMeant } from './handhelds-meant.ts'
import { actionWords } from './words.ts'

/** Shows the lab to an audience, or the panes again. */
export const present = actionWithoutArguments({
  name: 'window.present',
  group: 'window',
  label: () => (useInterface.getState().isPresenting ? actionWords().endPresentation : actionWords().present),
  keywords: () => ['presentation', 'stage', 'projector', 'demo', 'talk', 'large', 'full screen', 'zen'],
  icon: () => MonitorPlay,
  shortcuts: [{ key: 'F5' }],
  menu: 'view',
  obstacle: (_, { lab }) => (lab === null ? actionWords().noLab : null),
  perform: () => show({ isPresenting: !useInterface.getState().isPresenting }),
})

/** Plays the login that is shown step by step, or halts it. */
export const playReplay = actionWithoutArguments({
  name: 'flow.replay',
  group: 'window',
  label: () =>
    useReplay.getState().replay?.isPlaying === true ? actionWords().haltReplay : actionWords().replay,
  keywords: () => ['play', 'again', 'login', 'flow', 'steps'],
  icon: () => Play,
  obstacle: () => (shownFlowNow() === undefined ? actionWords().noLogin : null),
  perform: playOrPause,
})

/** Lets a presentation show this device. */
export const putOnStage: Action<{ handheld: HandheldView }> = {
  name: 'handheld.present',
  isForLooking: true,
  group: 'handhelds',
  label: ({ handheld }) => actionWords().presentDevice(handheld.name),
  keywords: () => ['stage', 'presentation', 'projector'],
  icon: () => MonitorUp,
  perform: ({ handheld: { name } }) => {
    const others = useInterface.getState().stageDevices.filter((one) => one !== name)
    show({ isPresenting: true, stageDevices: [...others.slice(-1), name] })
  },
  offers: ({ lab }, typed) => handheldsMeant(lab, typed).map((handheld) => ({ handheld })),
}
