import {
  BatteryFull,
  Bookmark,
  BookmarkX,
  ListChecks,
  ListX,
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
  keyedLists,
  type LinkPreset,
} from '#contract'
import type { Words } from '#words'
import { forgetDeviceSet, namesInSet, saveDeviceSet } from '../store/device-sets.ts'
import { show } from '../store/interface.ts'
import { useLabStore } from '../store/lab-store.ts'
import { type DeviceSet, usePreferences } from '../store/preferences.ts'
import { clearSelection, selectOnly, useSelection } from '../store/selection.ts'
import { isTaskRunning, runTask, type Task, undoTask, useTask } from '../store/task.ts'
import { wordsNow } from '../words/words.ts'
import { type Action, type ActionContext, actionWithoutArguments } from './action.ts'
import { links, loginOf, obstacleToLogIn } from './handhelds.ts'

/** Actions on all handhelds that are selected. Each runs as a task, with progress, a summary, and a way back where there is one. */

interface OnMany {
  names: readonly string[]
}

/** Each login takes the service and the directory some work; so many are under way at the same time. */
const loginsAtOnce = 12
const callsAtOnce = 24
/** A message is under way until the other side has answered. */
const messagesAtOnce = 100

function words(): Words['page']['devices']['many'] {
  return wordsNow().page.devices.many
}

/** The handhelds as they are now; those that have been removed are left out. */
function handheldsOf(names: readonly string[]): readonly HandheldView[] {
  const { snapshot } = useLabStore.getState()
  if (snapshot === null) return []
  return names.flatMap((name) => keyedLists.handhelds.get(snapshot.handhelds, name) ?? [])
}

function namesOf(handhelds: readonly HandheldView[]): readonly string[] {
  return handhelds.map(({ name }) => name)
}

/** The palette offers it with the handhelds that are selected. */
function selected(): readonly OnMany[] {
  const { names } = useSelection.getState()
  return names.size === 0 ? [] : [{ names: [...names] }]
}

function obstacle(applying: readonly HandheldView[], none: string): string | null {
  if (isTaskRunning()) return words().isRunning
  return applying.length === 0 ? none : null
}

/** A task that calls a command for each handheld, and takes it back with what each had before. */
function changing<N extends CommandName, V>(
  { call }: ActionContext,
  title: string,
  handhelds: readonly HandheldView[],
  command: N,
  before: (handheld: HandheldView) => V,
  request: (name: string, value: V) => CommandRequest<N>,
  value: V,
): Task {
  const old = new Map(handhelds.map((handheld) => [handheld.name, before(handheld)]))
  const task = (names: readonly string[], heading: string, of: (name: string) => V): Omit<Task, 'undo'> => ({
    title: heading,
    names,
    atOnce: callsAtOnce,
    act: (name) => call(command, request(name, of(name))),
  })
  return {
    ...task(namesOf(handhelds), title, () => value),
    undo: (done) => ({
      ...task(done, words().undoOf(title), (name) => old.get(name) ?? value),
      undo: null,
    }),
  }
}

/** Who loses the power is signed out; taking that back signs those in again who were. */
function withLogins(context: ActionContext, task: Task, wereSignedIn: ReadonlySet<string>): Task {
  return {
    ...task,
    atOnce: loginsAtOnce,
    async act(name) {
      await task.act(name)
      if (wereSignedIn.has(name)) await logInAgain(context, name)
    },
  }
}

function loggingIn(context: ActionContext, names: readonly string[], title: string): Task {
  return {
    title,
    names,
    atOnce: loginsAtOnce,
    act: (name) => logInAgain(context, name),
    undo: (done) => loggingOut(context, done, words().undoOf(title)),
  }
}

/** Logs in with what was typed on the handheld, or with the lab's default password. */
async function logInAgain({ call }: ActionContext, name: string): Promise<void> {
  const [handheld] = handheldsOf([name])
  if (handheld === undefined) throw new Error(words().isGone)
  const { result } = await call('handheld.login', { name, ...loginOf(handheld) })
  if (result !== 'accepted') throw new Error(wordsNow().endings[result].title)
}

function loggingOut(context: ActionContext, names: readonly string[], title: string): Task {
  return {
    title,
    names,
    atOnce: callsAtOnce,
    act: (name) => context.call('handheld.logout', { name }),
    undo: (done) => loggingIn(context, done, words().undoOf(title)),
  }
}

function readyToLogIn(names: readonly string[]): readonly HandheldView[] {
  return handheldsOf(names).filter((handheld) => obstacleToLogIn(handheld) === null)
}

function signedIn(names: readonly string[]): readonly HandheldView[] {
  return handheldsOf(names).filter(({ state }) => state === 'signed-in')
}

export const logInMany: Action<OnMany> = {
  name: 'selected.logIn',
  group: 'handhelds',
  label: ({ names }) => words().logIn(names.length),
  buttonLabel: () => words().logInButton,
  keywords: () => ['login', 'sign in', 'selection'],
  icon: () => LogIn,
  obstacle: ({ names }) => obstacle(readyToLogIn(names), words().nobodyToLogIn),
  perform: ({ names }, context) =>
    runTask(loggingIn(context, namesOf(readyToLogIn(names)), words().logInButton)),
  offers: selected,
}

export const logOutMany: Action<OnMany> = {
  name: 'selected.logOut',
  isDestructive: true,
  group: 'handhelds',
  label: ({ names }) => words().logOut(names.length),
  buttonLabel: () => words().logOutButton,
  keywords: () => ['logout', 'sign out', 'selection'],
  icon: () => LogOut,
  obstacle: ({ names }) => obstacle(signedIn(names), words().nobodySignedIn),
  perform: ({ names }, context) =>
    runTask(loggingOut(context, namesOf(signedIn(names)), words().logOutButton)),
  offers: selected,
}

export const setCoverageOfMany: Action<OnMany & { coverage: Coverage }> = {
  name: 'selected.setCoverage',
  group: 'handhelds',
  label: ({ names, coverage }) => words().coverage(names.length, wordsNow().labels.coverage[coverage]),
  buttonLabel: ({ coverage }) => wordsNow().labels.coverage[coverage],
  keywords: () => ['signal', 'radio', 'tunnel', 'selection'],
  icon: () => Signal,
  obstacle: ({ names, coverage }) =>
    obstacle(
      handheldsOf(names).filter((handheld) => handheld.coverage !== coverage),
      words().haveThat,
    ),
  perform: ({ names, coverage }, context) =>
    runTask(
      changing(
        context,
        words().coverageTitle(wordsNow().labels.coverage[coverage]),
        handheldsOf(names).filter((handheld) => handheld.coverage !== coverage),
        'handheld.setCoverage',
        (handheld) => handheld.coverage,
        (name, value) => ({ name, coverage: value }),
        coverage,
      ),
    ),
  offers: () => selected().flatMap((many) => coverages.map((coverage) => ({ ...many, coverage }))),
}

export const setStatusMessagesOfMany: Action<OnMany & { sendsStatus: boolean }> = {
  name: 'selected.setStatusMessages',
  group: 'handhelds',
  label: ({ names, sendsStatus }) => words().statusMessages(names.length, sendsStatus),
  buttonLabel: ({ sendsStatus }) => words().onOrOff(sendsStatus),
  keywords: () => ['silent', 'heartbeat', 'selection'],
  icon: () => SquareActivity,
  obstacle: ({ names, sendsStatus }) =>
    obstacle(
      handheldsOf(names).filter((handheld) => handheld.sendsStatus !== sendsStatus),
      words().haveThat,
    ),
  perform: ({ names, sendsStatus }, context) =>
    runTask(
      changing(
        context,
        words().statusMessagesTitle(sendsStatus),
        handheldsOf(names).filter((handheld) => handheld.sendsStatus !== sendsStatus),
        'handheld.setStatusMessages',
        (handheld) => handheld.sendsStatus,
        (name, value) => ({ name, sendsStatus: value }),
        sendsStatus,
      ),
    ),
  offers: () => selected().flatMap((many) => [true, false].map((sendsStatus) => ({ ...many, sendsStatus }))),
}

export const setPowerOfMany: Action<OnMany & { isOn: boolean }> = {
  name: 'selected.setPower',
  group: 'handhelds',
  label: ({ names, isOn }) => words().power(names.length, isOn),
  buttonLabel: ({ isOn }) => words().onOrOff(isOn),
  keywords: () => ['battery', 'switch', 'selection'],
  icon: ({ isOn }) => (isOn ? BatteryFull : Power),
  obstacle: ({ names, isOn }) =>
    obstacle(
      handheldsOf(names).filter((handheld) => handheld.isOn !== isOn),
      words().haveThat,
    ),
  perform({ names, isOn }, context) {
    const applying = handheldsOf(names).filter((handheld) => handheld.isOn !== isOn)
    const wereSignedIn = new Set(namesOf(applying.filter(({ state }) => state === 'signed-in')))
    const task = changing(
      context,
      words().powerTitle(isOn),
      applying,
      'handheld.setPower',
      (handheld) => handheld.isOn,
      (name, value) => ({ name, isOn: value }),
      isOn,
    )
    return runTask({ ...task, undo: (done) => withLogins(context, task.undo?.(done) ?? task, wereSignedIn) })
  },
  offers: () => selected().flatMap((many) => [true, false].map((isOn) => ({ ...many, isOn }))),
}

export const setLinkOfMany: Action<OnMany & { link: LinkPreset | null }> = {
  name: 'selected.setLink',
  group: 'handhelds',
  label: ({ names, link }) => words().link(names.length, linkName(link)),
  buttonLabel: ({ link }) => linkName(link),
  keywords: () => ['network', 'bandwidth', 'delay', 'loss', 'selection'],
  icon: () => Network,
  obstacle: ({ names, link }) =>
    obstacle(
      handheldsOf(names).filter((handheld) => handheld.link !== link),
      words().haveThat,
    ),
  perform: ({ names, link }, context) =>
    runTask(
      changing<'handheld.setLink', HandheldView['link']>(
        context,
        words().linkTitle(linkName(link)),
        handheldsOf(names).filter((handheld) => handheld.link !== link),
        'handheld.setLink',
        (handheld) => handheld.link,
        (name, value) => ({ name, link: value }),
        link,
      ),
    ),
  offers: () => selected().flatMap((many) => links.map((link) => ({ ...many, link }))),
}

function linkName(link: LinkPreset | null): string {
  return link === null ? words().linkOfCoverage : wordsNow().page.devices.links[link]
}

/** Asks for recipient and text. */
export const writeFromMany: Action<OnMany> = {
  name: 'selected.write',
  group: 'handhelds',
  label: ({ names }) => words().write(names.length),
  buttonLabel: () => words().writeButton,
  keywords: () => ['send message', 'im', 'selection'],
  icon: () => MessageSquareShare,
  obstacle: ({ names }) => obstacle(signedIn(names), words().nobodySignedIn),
  perform: ({ names }) => show({ manyDialog: { kind: 'message', names: namesOf(signedIn(names)) } }),
  offers: selected,
}

/** Sends a message from each of them. What has been sent cannot be taken back. */
export function sendFromMany(
  context: ActionContext,
  names: readonly string[],
  to: string,
  text: string,
): void {
  void runTask({
    title: words().sendTitle(to),
    names,
    atOnce: messagesAtOnce,
    async act(name) {
      const { outcome } = await context.call('handheld.send', { name, to, text })
      if (outcome !== 'delivered') throw new Error(wordsNow().labels.messageState[outcome])
    },
    undo: null,
  })
}

export const undoLast = actionWithoutArguments({
  name: 'selected.undo',
  group: 'handhelds',
  label() {
    const { progress } = useTask.getState()
    return words().undoOf(progress?.task.title ?? '')
  },
  keywords: () => ['take back'],
  icon: () => Undo2,
  obstacle() {
    const { progress } = useTask.getState()
    if (isTaskRunning()) return words().isRunning
    const canUndo = progress !== null && progress.task.undo !== null && progress.done.length > 0
    return canUndo ? null : words().nothingToUndo
  },
  perform: undoTask,
})

/** Of all that are shown, as somebody who has typed in Find wants it. */
export const selectShown = actionWithoutArguments({
  name: 'handhelds.selectShown',
  group: 'lab',
  label: () => words().selectShown(useSelection.getState().shown.length),
  keywords: () => ['select all', 'everything', 'ctrl a'],
  icon: () => ListChecks,
  obstacle: () => (useSelection.getState().shown.length === 0 ? words().noneShown : null),
  perform: () => selectOnly(useSelection.getState().shown),
})

export const selectNobody = actionWithoutArguments({
  name: 'handhelds.selectNobody',
  group: 'lab',
  label: () => words().selectNobody,
  keywords: () => ['deselect', 'clear selection'],
  icon: () => ListX,
  obstacle: () => (useSelection.getState().names.size === 0 ? words().nobodySelected : null),
  perform: clearSelection,
})

/** Asks for a name. */
export const saveSet: Action<OnMany> = {
  name: 'selected.saveSet',
  group: 'handhelds',
  label: ({ names }) => words().saveSet(names.length),
  buttonLabel: () => words().saveSetButton,
  keywords: () => ['group', 'selection', 'remember'],
  icon: () => Bookmark,
  perform: ({ names }) => show({ manyDialog: { kind: 'set', names } }),
  offers: selected,
}

export function saveSetAs(name: string, names: readonly string[]): void {
  saveDeviceSet(name, names)
}

export const selectSet: Action<DeviceSet> = {
  name: 'handhelds.selectSet',
  group: 'lab',
  label: ({ name, handhelds }) => words().selectSet(name, handhelds.length),
  keywords: () => ['group', 'choose set'],
  icon: () => ListChecks,
  perform: ({ name }) => selectOnly(namesInSet(usePreferences.getState().deviceSets, name)),
  offers: () => usePreferences.getState().deviceSets,
}

export const forgetSet: Action<DeviceSet> = {
  name: 'handhelds.forgetSet',
  isDestructive: true,
  group: 'lab',
  label: ({ name }) => wordsNow().page.devices.forgetSet(name),
  keywords: () => ['group', 'delete set', 'remove set'],
  icon: () => BookmarkX,
  perform: ({ name }) => forgetDeviceSet(name),
  offers: () => usePreferences.getState().deviceSets,
}
