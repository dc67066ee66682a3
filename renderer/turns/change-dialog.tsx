import { type FormEvent, useId, useState } from 'react'
import { type ListedSetting, liveSettings, parseSetting, settingChange, writeSetting } from '#contract'
import { Dialog } from '../controls/dialog.tsx'
import { DialogEnd } from '../controls/dialog-end.tsx'
import { usePast } from '../store/past.ts'
import { useSnapshot } from '../store/selectors.ts'
import { openTurnDialog, takeTurn } from '../store/turns.ts'
import { preciseTime } from '../words/format.ts'
import { settingValueWords, useWords } from '../words/words.ts'

const usual = 'service.maximumSessions'

/** Asks for the one setting that is different in another turn. */
export function ChangeDialog() {
  const words = useWords()
  const { turns } = words.page
  const at = usePast((state) => state.moment?.at ?? 0)
  const service = useSnapshot<Readonly<Record<string, unknown>>>((snapshot) => snapshot.service, {})
  const [path, setPath] = useState<string>(usual)
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const setting = liveSettings.find((one) => one.path === path)
  const valueId = useId()
  const close = () => openTurnDialog(null)
  if (setting === undefined) return null
  const before = writtenIn(service, setting)
  const shown = typed ?? before

  function take(submit: FormEvent) {
    submit.preventDefault()
    if (setting === undefined) return
    const reading = parseSetting(setting, shown)
    if ('problem' in reading) setProblem(words.settings.problem(reading.problem))
    else void takeTurn(settingChange(setting, reading.value))
  }

  const choices = choicesOf(setting)
  const worded = (value: string) =>
    setting.form.kind === 'switch' ? turns.isOn(value === 'true') : settingValueWords(words, value)
  return (
    <Dialog title={turns.anotherTitle} onClose={close}>
      <form className="dialog-body" onSubmit={take} autoComplete="off">
        <p className="hint turn-change">{turns.about(preciseTime(at))}</p>
        <div className="form-grid">
          <label>
            {turns.change}
            <select
              className="field"
              data-first-focus
              value={path}
              onChange={({ currentTarget }) => {
                setPath(currentTarget.value)
                setTyped(null)
                setProblem(null)
              }}
            >
              {liveSettings.map((one) => (
                <option key={one.path} value={one.path}>
                  {words.settings.names[one.path].label}
                </option>
              ))}
            </select>
          </label>
          <label htmlFor={valueId}>
            {turns.value}
            {choices === null ? (
              <input
                id={valueId}
                className="field tabular"
                value={shown}
                placeholder={words.settings.notConfigured}
                spellCheck={false}
                aria-invalid={problem !== null}
                onChange={({ currentTarget }) => {
                  setTyped(currentTarget.value)
                  setProblem(null)
                }}
              />
            ) : (
              <select
                id={valueId}
                className="field"
                value={shown}
                onChange={({ currentTarget }) => setTyped(currentTarget.value)}
              >
                {choices.map((value) => (
                  <option key={value} value={value}>
                    {worded(value)}
                  </option>
                ))}
              </select>
            )}
          </label>
          <p className="hint wide">
            {turns.was(before === '' ? words.settings.notConfigured : worded(before))}
          </p>
          {problem !== null && (
            <p className="form-error wide" role="alert">
              {problem}
            </p>
          )}
        </div>
        <DialogEnd confirm={turns.confirm} isReady={shown !== before} onCancel={close} />
      </form>
    </Dialog>
  )
}

/** As a person would type it. */
function writtenIn(service: Readonly<Record<string, unknown>>, setting: ListedSetting): string {
  const value = service[setting.apiKey]
  const isKnown = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isKnown ? writeSetting(setting, value) : ''
}

/** What there is to choose from; null: it is typed. */
function choicesOf({ form }: ListedSetting): readonly string[] | null {
  if (form.kind === 'switch') return ['true', 'false']
  return form.kind === 'choice' ? form.values : null
}
