import { type CommandName, type CommandRequest, type HandheldView, keyedLists } from '#contract'
import type { Words } from '#words'
import { useLabStore } from '../store/lab-store.ts'
import { runTask, type Task } from '../store/task.ts'
import { wordsNow } from '../words/words.ts'
import type { ActionContext } from './action.ts'
import { loginOf, obstacleToLogIn } from './handhelds.ts'

/** What is done to many handhelds: as tasks with progress, a summary, and a way back where there is one. */

/** Each login takes the service and the directory some work; so many are under way at the same time. */
const loginsAtOnce = 12
const callsAtOnce = 24
/** A message is under way until the other side has answered. */
const messagesAtOnce = 100

export function manyWords(): Words['page']['devices']['many'] {
  return wordsNow().page.devices.many
}

/** The handhelds as they are now; those that have been removed are left out. */
export function handheldsOf(names: readonly string[]): readonly HandheldView[] {
  const { snapshot } = useLabStore.getState()
  if (snapshot === null) return []
  return names.flatMap((name) => keyedLists.handhelds.get(snapshot.handhelds, name) ?? [])
}

export function namesOf(handhelds: readonly HandheldView[]): readonly string[] {
  return handhelds.map(({ name }) => name)
}

/** A task that calls a command for each handheld, and takes it back with what each had before. */
export function changing<N extends CommandName, V>(
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
      ...task(done, manyWords().undoOf(title), (name) => old.get(name) ?? value),
      undo: null,
    }),
  }
}

/** Who loses the power is signed out; taking that back signs those in again who were. */
export function withLogins(context: ActionContext, task: Task, wereSignedIn: ReadonlySet<string>): Task {
  return {
    ...task,
    atOnce: loginsAtOnce,
    async act(name) {
      await task.act(name)
      if (wereSignedIn.has(name)) await logInAgain(context, name)
    },
  }
}

export function loggingIn(context: ActionContext, names: readonly string[], title: string): Task {
  return {
    title,
    names,
    atOnce: loginsAtOnce,
    act: (name) => logInAgain(context, name),
    undo: (done) => loggingOut(context, done, manyWords().undoOf(title)),
  }
}

/** Logs in with what was typed on the handheld, or with the lab's default password. */
async function logInAgain({ call }: ActionContext, name: string): Promise<void> {
  const [handheld] = handheldsOf([name])
  if (handheld === undefined) throw new Error(manyWords().isGone)
  const { result } = await call('handheld.login', { name, ...loginOf(handheld) })
  if (result !== 'accepted') throw new Error(wordsNow().endings[result].title)
}

export function loggingOut(context: ActionContext, names: readonly string[], title: string): Task {
  return {
    title,
    names,
    atOnce: callsAtOnce,
    act: (name) => context.call('handheld.logout', { name }),
    undo: (done) => loggingIn(context, done, manyWords().undoOf(title)),
  }
}

export function readyToLogIn(names: readonly string[]): readonly HandheldView[] {
  return handheldsOf(names).filter((handheld) => obstacleToLogIn(handheld) === null)
}

export function signedIn(names: readonly string[]): readonly HandheldView[] {
  return handheldsOf(names).filter(({ state }) => state === 'signed-in')
}

/** Sends a message from each of them. What has been sent cannot be taken back. */
export function sendFromMany(
  context: ActionContext,
  names: readonly string[],
  to: string,
  text: string,
): void {
  void runTask({
    title: manyWords().sendTitle(to),
    names,
    atOnce: messagesAtOnce,
    async act(name) {
      const { outcome } = await context.call('handheld.send', { name, to, text })
      if (outcome !== 'delivered') throw new Error(wordsNow().labels.messageState[outcome])
    },
    undo: null,
  })
}
