import { useShallow } from 'zustand/react/shallow'
import { IconButton } from '../controls/icon-button.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { useWords } from '../words/words.ts'
import { type Action, bind, perform } from './action.ts'
import { isMac } from './platform.ts'
import { keysOf } from './shortcut.ts'
import { useActionContext } from './use-action-context.ts'

/**
 * What a button needs of an action. Of an action without arguments it is drawn again when the lab changes it; the arguments
 * of others come from the lab's state, so that the component which passes them renders again when they change.
 */
export function useAction<A>(action: Action<A>, args: A) {
  const context = useActionContext()
  // Another language gives it another name.
  useWords()
  const shown = () => {
    const { buttonLabel, label, obstacle, icon, shortcut } = bind(action, args, context())
    return { label: buttonLabel, fullLabel: label, obstacle, icon, shortcut }
  }
  const followed = useLabStore(useShallow(() => (args === undefined ? shown() : null)))
  return { ...(followed ?? shown()), perform: () => perform(action, args, context()) }
}

/** Performs actions whose arguments are chosen only when somebody acts. */
export function usePerform(): <A>(action: Action<A>, args: A) => Promise<void> {
  const context = useActionContext()
  return (action, args) => perform(action, args, context())
}

/** The button of an action that is only a picture. */
export function ActionButton<A>({
  action,
  args,
  icon,
}: {
  action: Action<A>
  args: A
  /** Where the action's own is not the right one. */
  icon?: ReturnType<NonNullable<Action<A>['icon']>>
}) {
  const { label, fullLabel, obstacle, icon: own, shortcut, perform: onPress } = useAction(action, args)
  const Icon = icon ?? own
  if (Icon === undefined) throw new Error(`${action.name} has no icon`)
  const keys = shortcut === undefined ? '' : ` (${keysOf(shortcut, isMac).join(' ')})`
  return <IconButton name={label} hint={obstacle ?? `${fullLabel}${keys}`} icon={Icon} onPress={onPress} />
}

/** The button of an action with its name; where it cannot be done, the reason shows when it is pointed at. */
export function LabelledButton<A>({
  action,
  args,
  about,
  look,
}: {
  action: Action<A>
  args: A
  /** Of one button among many with the same name, what it is about, for screen readers. */
  about?: string
  /** Absent: one button among others. */
  look?: 'primary' | 'quiet' | undefined
}) {
  const { icon: Icon, label, obstacle, perform: onPress } = useAction(action, args)
  return (
    <button
      type="button"
      className={look === undefined ? 'button' : `button ${look}`}
      {...(about === undefined ? {} : { 'aria-label': `${label}: ${about}` })}
      disabled={obstacle !== null}
      title={obstacle ?? undefined}
      onClick={() => void onPress()}
    >
      {Icon !== undefined && <Icon size={14} aria-hidden />}
      {label}
    </button>
  )
}
