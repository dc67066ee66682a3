import type { Words } from '#words'
import { type ActionContext, actions, isInApp, isMac, keysOf, useActionContext } from '../actions/index.ts'
import { useWords } from '../words/words.ts'

interface Shown {
  keys: readonly string[]
  does: string
}

/** What keys do: those of actions, then those that a field or a list has for itself. */
function shortcutsIn({ shortcuts: words }: Words['page']['help'], context: ActionContext): Shown[] {
  const does: Readonly<Record<string, string>> = {
    'window.palette': words.palette,
    'window.help': words.help,
    'window.present': words.present,
    'demo.next': words.nextDemoStep,
    'window.find': words.find,
    'window.nextPane': words.nextPane,
    'window.previousPane': words.previousPane,
    'clock.pauseOrGoOn': words.pauseOrGoOn,
    'clock.step': words.step,
    'handheld.new': words.newHandheld,
  }
  const seen = new Set<string>()
  return [
    ...actions
      .flatMap(({ name, keys }) => keys.map((one) => ({ name, ...one })))
      .filter(({ shortcut }) => isInApp || shortcut.isAppOnly !== true)
      .map(({ name, shortcut, bound }): Shown => {
        return { keys: keysOf(shortcut, isMac), does: does[name] ?? bound(context)?.label ?? name }
      })
      // Of several keys for the same, the first.
      .filter((shown) => !seen.has(shown.does) && seen.add(shown.does)),
    { keys: ['Space', '←', '→'], does: words.replay },
    { keys: ['Enter'], does: words.enter },
    { keys: ['Esc'], does: words.escape },
    { keys: ['↑', '↓'], does: words.arrows },
    { keys: ['Space'], does: words.compareFrame },
    { keys: ['M'], does: words.markFrame },
    { keys: ['Shift', 'Enter'], does: words.shiftEnter },
  ]
}

export function ShortcutList() {
  const { help } = useWords().page
  const context = useActionContext()
  return (
    <dl className="help-keys">
      {shortcutsIn(help, context()).map(({ keys, does }) => (
        <div key={does}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}
