import { formatDuration, messageStates, settingOfLimit, type TimeLimitName, timeLimits } from '#contract'
import type { Words } from '#words'
import { actions, isInApp, isMac, keysOf } from '../actions/index.ts'
import { DeliveryMark } from '../controls/delivery-mark.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useWords } from '../words/words.ts'
import './help.css'
import { LanguageChooser } from './language-chooser.tsx'
import { Marked } from './marked.tsx'

/** What keys do: those of actions, then those that a field or a list has for itself. */
function shortcutsIn({ shortcuts: words }: Words['page']['help']): { keys: string[]; does: string }[] {
  const does: Readonly<Record<string, string>> = {
    'window.palette': words.palette,
    'window.help': words.help,
    'window.present': words.present,
    'window.nextPane': words.nextPane,
    'window.previousPane': words.previousPane,
    'clock.pauseOrGoOn': words.pauseOrGoOn,
    'clock.step': words.step,
    'handheld.new': words.newHandheld,
  }
  return [
    ...actions
      .flatMap(({ name, shortcuts }) => shortcuts.slice(0, 1).map((shortcut) => ({ name, shortcut })))
      .filter(({ shortcut }) => isInApp || shortcut.isAppOnly !== true)
      .map(({ name, shortcut }) => ({ keys: keysOf(shortcut, isMac), does: does[name] ?? name })),
    { keys: ['Space', '←', '→'], does: words.replay },
    { keys: ['Enter'], does: words.enter },
    { keys: ['Esc'], does: words.escape },
    { keys: ['↑', '↓'], does: words.arrows },
    { keys: ['Shift', 'Enter'], does: words.shiftEnter },
  ]
}

const limitNames = Object.keys(timeLimits).filter((name): name is TimeLimitName => name in timeLimits)

/** What the lab is, and how to begin. */
export function Help() {
  const isOpen = useInterface((state) => state.isHelpOpen)
  const { help } = useWords().page
  if (!isOpen) return null
  return (
    <Dialog title={help.title} className="help" onClose={() => show({ isHelpOpen: false })}>
      <div className="dialog-body help-body">
        <section>
          <h3>{help.whatThisIs.title}</h3>
          <p>{help.whatThisIs.text}</p>
        </section>
        <section>
          <h3>{help.firstMinutes.title}</h3>
          <ol className="help-steps">
            {help.firstMinutes.steps.map((step) => (
              <li key={step}>
                <Marked text={step} />
              </li>
            ))}
          </ol>
        </section>
        <section>
          <h3>{help.stage.title}</h3>
          <p>
            <Marked text={help.stage.text} />
          </p>
        </section>
        <section>
          <h3>{help.messages.title}</h3>
          <p>{help.messages.text}</p>
          <dl className="help-marks">
            {messageStates.map((state) => (
              <div key={state}>
                <dt>
                  <DeliveryMark state={state} />
                </dt>
                <dd>{help.messages.deliveries[state]}</dd>
              </div>
            ))}
          </dl>
          <p>{help.messages.light}</p>
        </section>
        <section>
          <h3>{help.conditions.title}</h3>
          <p>
            <Marked text={help.conditions.text} />
          </p>
        </section>
        <section>
          <h3>{help.limits.title}</h3>
          <p>{help.limits.text}</p>
          <dl className="help-limits">
            {limitNames.map((name) => (
              <div key={name}>
                <dt className="tabular">{formatDuration(timeLimits[name].ms)}</dt>
                <dd>
                  {help.limits.waits(name)}
                  <SettingKey path={settingOfLimit(name)?.path} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>{help.shortcuts.title}</h3>
          <dl className="help-keys">
            {shortcutsIn(help).map((shortcut) => (
              <div key={shortcut.does}>
                <dt>
                  {shortcut.keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{shortcut.does}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>{help.language.title}</h3>
          <LanguageChooser />
          <p>{help.language.text}</p>
        </section>
        <section>
          <h3>{help.originality.title}</h3>
          <p>{help.originality.original}</p>
          <p>{help.originality.invented}</p>
        </section>
        <p className="hint">{help.affiliation}</p>
      </div>
    </Dialog>
  )
}

/** Where a limit can be set. */
function SettingKey({ path }: { path: string | undefined }) {
  if (path === undefined) return null
  return (
    <>
      {' '}
      (<code>{path}</code>)
    </>
  )
}
