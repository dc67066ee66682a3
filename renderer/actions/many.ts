import {
  BatteryFull,
  LogIn,
  LogOut,
  MessageSquareShare,
  Network,
  Power,
  Signal,
  SquareActivity,
  Undo2,
} from 'lucide-react'
import {
  type CommandName,
  type CommandRequest,
  type Coverage,
  coverages,
  type HandheldView,
  type LinkPreset,
} from '#contract'
import { show } from '../store/interface.ts'
import { isTaskRunning, runTask, undoTask, useTask } from '../store/task.ts'
import { wordsNow } from '../words/words.ts'
import { type Action, type ActionContext, actionWithoutArguments } from './action.ts'
import { links } from './handhelds.ts'
import {
  changing,
  handheldsOf,
  loggingIn,
  loggingOut,
  manyWords,
  namesOf,
  readyToLogIn,
  signedIn,
  withLogins,
} from './many-tasks.ts'
import { type OnMany, selected } from './selection.ts'

/** Actions on all handhelds that are selected. */

function obstacle(applying: readonly HandheldView[], none: string): string | null {
  if (isTaskRunning()) return manyWords().isRunning
  return applying.length === 0 ? none : null
}

export const logInMany: Action<OnMany> = {
  name: 'selected.logIn',
  group: 'handhelds',
  label: ({ names }) => manyWords().logIn(names.length),
  buttonLabel: () => manyWords().logInButton,
  keywords: () => ['login', 'sign in', 'selection'],
  icon: () => LogIn,
  obstacle: ({ names }) => obstacle(readyToLogIn(names), manyWords().nobodyToLogIn),
  perform: ({ names }, context) =>
    runTask(loggingIn(context, namesOf(readyToLogIn(names)), manyWords().logInButton)),
  offers: selected,
}

export const logOutMany: Action<OnMany> = {
  name: 'selected.logOut',
  isDestructive: true,
  group: 'handhelds',
  label: ({ names }) => manyWords().logOut(names.length),
  buttonLabel: () => manyWords().logOutButton,
  keywords: () => ['logout', 'sign out', 'selection'],
  icon: () => LogOut,
  obstacle: ({ names }) => obstacle(signedIn(names), manyWords().nobodySignedIn),
  perform: ({ names }, context) =>
    runTask(loggingOut(context, namesOf(signedIn(names)), manyWords().logOutButton)),
  offers: selected,
}

/** A property that is set on all that are selected; those that have the value already are left alone. */
interface Change<K extends keyof HandheldView, N extends CommandName> {
  property: K
  command: N
  request: (name: string, value: HandheldView[K]) => CommandRequest<N>
}

/** The part of an action that changes a property: what keeps it from being done, and its task. */
function changeOf<K extends keyof HandheldView, N extends CommandName>({
  property,
  command,
  request,
}: Change<K, N>) {
  const applying = (names: readonly string[], value: HandheldView[K]) =>
    handheldsOf(names).filter((handheld) => handheld[property] !== value)
  return {
    applying,
    obstacle: (names: readonly string[], value: HandheldView[K]) =>
      obstacle(applying(names, value), manyWords().haveThat),
    task: (context: ActionContext, title: string, names: readonly string[], value: HandheldView[K]) =>
      changing<N, HandheldView[K]>(
        context,
        title,
        applying(names, value),
        command,
        (handheld) => handheld[property],
        request,
        value,
      ),
  }
}

const coverageChange = changeOf({
  property: 'coverage',
  command: 'handheld.setCoverage',
  request: (name, coverage) => ({ name, coverage }),
})

export const setCoverageOfMany: Action<OnMany & { coverage: Coverage }> = {
  name: 'selected.setCoverage',
  group: 'handhelds',
  label: ({ names, coverage }) => manyWords().coverage(names.length, wordsNow().labels.coverage[coverage]),
  buttonLabel: ({ coverage }) => wordsNow().labels.coverage[coverage],
  keywords: () => ['signal', 'radio', 'tunnel', 'selection'],
  icon: () => Signal,
  obstacle: ({ names, coverage }) => coverageChange.obstacle(names, coverage),
  perform: ({ names, coverage }, context) =>
    runTask(
      coverageChange.task(
        context,
        manyWords().coverageTitle(wordsNow().labels.coverage[coverage]),
        names,
        coverage,
      ),
    ),
  offers: () => selected().flatMap((many) => coverages.map((coverage) => ({ ...many, coverage }))),
}

const statusChange = changeOf({
  property: 'sendsStatus',
  command: 'handheld.setStatusMessages',
  request: (name, sendsStatus) => ({ name, sendsStatus }),
})

export const setStatusMessagesOfMany: Action<OnMany & { sendsStatus: boolean }> = {
  name: 'selected.setStatusMessages',
  group: 'handhelds',
  label: ({ names, sendsStatus }) => manyWords().statusMessages(names.length, sendsStatus),
  buttonLabel: ({ sendsStatus }) => manyWords().onOrOff(sendsStatus),
  keywords: () => ['silent', 'heartbeat', 'selection'],
  icon: () => SquareActivity,
  obstacle: ({ names, sendsStatus }) => statusChange.obstacle(names, sendsStatus),
  perform: ({ names, sendsStatus }, context) =>
    runTask(statusChange.task(context, manyWords().statusMessagesTitle(sendsStatus), names, sendsStatus)),
  offers: () => selected().flatMap((many) => [true, false].map((sendsStatus) => ({ ...many, sendsStatus }))),
}

const powerChange = changeOf({
  property: 'isOn',
  command: 'handheld.setPower',
  request: (name, isOn) => ({ name, isOn }),
})

export const setPowerOfMany: Action<OnMany & { isOn: boolean }> = {
  name: 'selected.setPower',
  group: 'handhelds',
  label: ({ names, isOn }) => manyWords().power(names.length, isOn),
  buttonLabel: ({ isOn }) => manyWords().onOrOff(isOn),
  keywords: () => ['battery', 'switch', 'selection'],
  icon: ({ isOn }) => (isOn ? BatteryFull : Power),
  obstacle: ({ names, isOn }) => powerChange.obstacle(names, isOn),
  perform({ names, isOn }, context) {
    const wereSignedIn = new Set(
      namesOf(powerChange.applying(names, isOn).filter(({ state }) => state === 'signed-in')),
    )
    const task = powerChange.task(context, manyWords().powerTitle(isOn), names, isOn)
    return runTask({ ...task, undo: (done) => withLogins(context, task.undo?.(done) ?? task, wereSignedIn) })
  },
  offers: () => selected().flatMap((many) => [true, false].map((isOn) => ({ ...many, isOn }))),
}

const linkChange = changeOf({
  property: 'link',
  command: 'handheld.setLink',
  request: (name, link) => ({ name, link }),
})

export const setLinkOfMany: Action<OnMany & { link: LinkPreset | null }> = {
  name: 'selected.setLink',
  group: 'handhelds',
  label: ({ names, link }) => manyWords().link(names.length, linkName(link)),
  buttonLabel: ({ link }) => linkName(link),
  keywords: () => ['network', 'bandwidth', 'delay', 'loss', 'selection'],
  icon: () => Network,
  obstacle: ({ names, link }) => linkChange.obstacle(names, link),
  perform: ({ names, link }, context) =>
    runTask(linkChange.task(context, manyWords().linkTitle(linkName(link)), names, link)),
  offers: () => selected().flatMap((many) => links.map((link) => ({ ...many, link }))),
}

function linkName(link: LinkPreset | null): string {
  return link === null ? manyWords().linkOfCoverage : wordsNow().page.devices.links[link]
}

/** Asks for recipient and text. */
export const writeFromMany: Action<OnMany> = {
  name: 'selected.write',
  group: 'handhelds',
  label: ({ names }) => manyWords().write(names.length),
  buttonLabel: () => manyWords().writeButton,
  keywords: () => ['send message', 'im', 'selection'],
  icon: () => MessageSquareShare,
  obstacle: ({ names }) => obstacle(signedIn(names), manyWords().nobodySignedIn),
  perform: ({ names }) => show({ manyDialog: { kind: 'message', names: namesOf(signedIn(names)) } }),
  offers: selected,
}

export const undoLast = actionWithoutArguments({
  name: 'selected.undo',
  group: 'handhelds',
  label() {
    const { progress } = useTask.getState()
    return manyWords().undoOf(progress?.task.title ?? '')
  },
  keywords: () => ['take back'],
  icon: () => Undo2,
  obstacle() {
    const { progress } = useTask.getState()
    if (isTaskRunning()) return manyWords().isRunning
    const canUndo = progress !== null && progress.task.undo !== null && progress.done.length > 0
    return canUndo ? null : manyWords().nothingToUndo
  },
  perform: undoTask,
})
