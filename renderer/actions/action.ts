import type { LucideIcon } from 'lucide-react'
import type { LabApi, MenuEntry, Snapshot } from '#contract'
import type { Run } from '../store/lab.tsx'
import { forbiddenBy } from '../store/lesson.ts'
import { isPast } from '../store/past.ts'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import { isConfirmed, type Question } from './question.ts'
import type { Shortcut } from './shortcut.ts'
import { actionWords } from './words.ts'

/** What an action is asked and performed with. */
export interface ActionContext {
  /** The lab as it is now; null until it has been read. */
  lab: Snapshot | null
  /** Runs a command of the lab; a refusal becomes a message at the bottom. */
  run: Run
  /** Calls a command without telling people of a refusal: for those who gather refusals, such as actions on many handhelds. */
  call: LabApi['call']
}

/** Under which heading the palette lists an action. */
type ActionGroup = 'settings' | 'lab' | 'time' | 'faults' | 'window' | 'messages' | 'handhelds'

/**
 * Something that a person can do. Button, palette, shortcut, menu of a device and the desktop app's menu are made from it, so
 * that each calls it by the same name and refuses it for the same reason.
 *
 * `A` are its arguments, such as a handheld.
 * @example
 * export const logOut: Action<{ handheld: HandheldView }> = {
 *   name: 'handheld.logOut',
 *   group: 'handhelds',
 *   label: ({ handheld }) => `Log out on ${handheld.name}`,
 *   obstacle: ({ handheld }) => (handheld.state === 'signed-in' ? null : 'It is not signed in.'),
 *   perform: ({ handheld: { name } }, { run }) => run(`Log out on ${name}`, 'handheld.logout', { name }),
 *   offers: ({ lab }, typed) => handheldsMeant(lab, typed).map((handheld) => ({ handheld })),
 * }
 */
export interface Action<A> {
  /** Unique, such as `handheld.logOut`. */
  readonly name: string
  readonly group: ActionGroup
  /** What it is called in lists: palette and menus. */
  label(args: A, context: ActionContext): string
  /** What a button is called that stands beside the thing it is about; the label where it is left out. */
  buttonLabel?(args: A, context: ActionContext): string
  /** Other words that people may type for it. */
  keywords?(args: A): readonly string[]
  icon?(args: A): LucideIcon
  /** Keys that perform it everywhere in the window. Only for an action without arguments. */
  readonly shortcuts?: readonly Shortcut[]
  /** The arguments for which there are keys that perform it, and those keys. */
  readonly keyed?: readonly { readonly args: A; readonly shortcut: Shortcut }[]
  /** Where the desktop app's menu bar lists it. Only for an action without arguments. */
  readonly menu?: MenuEntry['menu']
  /** Why it cannot be done now, in a sentence; null where it can. */
  obstacle?(args: A, context: ActionContext): string | null
  /** Whether it only shows something of the lab, so that it can be done in a ticket bundle too. Those of the group `window` all do. */
  readonly isForLooking?: boolean
  /** Whether it names the present state, as the theme in use does. */
  isChosen?(args: A, context: ActionContext): boolean
  /** It takes something away, or breaks something: it is not offered to somebody whose words only resemble its own. */
  readonly isDestructive?: boolean
  /** What to ask before it is done; null: nothing. */
  question?(args: A, context: ActionContext): Question | null
  perform(args: A, context: ActionContext): unknown
  /** The arguments with which the palette offers it to somebody who has typed this. */
  offers(context: ActionContext, typed: string): readonly A[]
}

/** An action that needs no arguments: the palette always offers it. */
export function actionWithoutArguments(action: Omit<Action<undefined>, 'offers'>): Action<undefined> {
  return { ...action, offers: () => [undefined] }
}

/** An action with its arguments: ready to be listed and performed. */
export interface BoundAction {
  /** Tells it from the same action with other arguments. */
  readonly id: string
  readonly name: string
  readonly group: ActionGroup
  readonly label: string
  readonly buttonLabel: string
  readonly keywords: readonly string[]
  readonly icon: LucideIcon | undefined
  readonly shortcut: Shortcut | undefined
  /** Why it cannot be done now; null where it can. */
  readonly obstacle: string | null
  readonly isDestructive: boolean
  /** Whether it names the present state; null where it names none. */
  readonly isChosen: boolean | null
  /** @returns when it is done, or refused */
  perform(): Promise<void>
}

export function bind<A>(action: Action<A>, args: A, context: ActionContext): BoundAction {
  const label = action.label(args, context)
  return {
    id: args === undefined ? action.name : `${action.name} ${label}`,
    name: action.name,
    group: action.group,
    label,
    buttonLabel: action.buttonLabel?.(args, context) ?? label,
    keywords: [...(action.keywords?.(args) ?? []), ...(actionWords().synonyms[action.name] ?? [])],
    icon: action.icon?.(args),
    shortcut: action.shortcuts?.[0] ?? action.keyed?.find((one) => isSame(one.args, args))?.shortcut,
    obstacle: obstacleOf(action, args, context),
    isDestructive: action.isDestructive ?? false,
    isChosen: action.isChosen?.(args, context) ?? null,
    perform: () => perform(action, args, context),
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Somebody who presses what is inert should not wonder whether it broke. */
function sayRefused(title: string, text: string): void {
  showToast({ kind: 'failure', title, text })
}

function obstacleOf<A>(action: Action<A>, args: A, context: ActionContext): string | null {
  const changesLab = action.group !== 'window' && action.isForLooking !== true
  if (changesLab && isPast()) return actionWords().isPast
  return forbidden(action, context) ?? action.obstacle?.(args, context) ?? null
}

/** Why the lesson that is being taken does not let people do it, or null. */
function forbidden<A>(
  { name, group, isForLooking = false }: Action<A>,
  { lab }: ActionContext,
): string | null {
  const found = forbiddenBy(lab?.lesson ?? null, { name, isForLooking: group === 'window' || isForLooking })
  if (found === null) return null
  const { access, parts } = wordsNow().page.lessons
  return access[found.access](parts[found.part])
}

/** Does it, once the person has answered what it asks before. An action that cannot be done now does nothing. */
export async function perform<A>(action: Action<A>, args: A, context: ActionContext): Promise<void> {
  if (obstacleOf(action, args, context) !== null) {
    const reason = isPast() ? actionWords().isPast : forbidden(action, context)
    if (reason !== null) sayRefused(action.label(args, context), reason)
    return
  }
  const question = action.question?.(args, context) ?? null
  if (question !== null && !(await isConfirmed(question))) return
  await action.perform(args, context)
}
