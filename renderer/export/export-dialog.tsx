import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { frameFormats } from '#contract'
import { isInApp, makeScenario, save, saveBundle, useAction } from '../actions/index.ts'
import { Dialog } from '../controls/dialog.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useRun } from '../store/lab.tsx'
import { prefer, usePreferences } from '../store/preferences.ts'
import { useTraffic } from '../store/traffic.ts'
import { useWords } from '../words/words.ts'
import './export.css'

type Scope = 'shown' | 'minutes' | 'everything' | 'future'

/** Saves frames that the lab keeps. */
export function ExportDialog() {
  return useInterface((state) => state.isExportOpen) ? <OpenDialog /> : null
}

function close(): void {
  show({ isExportOpen: false, isExportOfFuture: false })
}

function OpenDialog() {
  const { exports, shell } = useWords().page
  const { follower, position } = useTraffic()
  const { exportFormat: format, exportMinutes } = usePreferences()
  const bundle = useAction(saveBundle, undefined)
  const scenario = useAction(makeScenario, undefined)
  const [scope, setScope] = useState<Scope>(() =>
    useInterface.getState().isExportOfFuture ? 'future' : 'shown',
  )
  const [withSecrets, setWithSecrets] = useState(false)
  const [scopeGroup, formatGroup] = [useId(), useId()]
  const run = useRun()
  const isFuture = scope === 'future'
  const shownFormat = isFuture && format === 'text' ? 'pcapng' : format
  const [minutes, setMinutes] = useState(String(exportMinutes))
  const isValid = scope !== 'minutes' || Number(minutes) > 0
  const shownCount = position === null ? 0 : position.end - position.first

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!isValid) return
    if (isFuture) {
      close()
      void run(exports.recording.starting, 'recording.start', {
        format: shownFormat === 'jsonl' ? 'jsonl' : 'pcapng',
        secrets: withSecrets,
      })
      return
    }
    if (scope === 'minutes') prefer({ exportMinutes: Number(minutes) })
    const query = scope === 'everything' ? {} : { ...follower?.query }
    const lastMs = scope === 'minutes' ? Number(minutes) * 60_000 : null
    close()
    void save(exports.saving, { what: 'frames', format, query, lastMs })
  }

  return (
    <Dialog title={exports.title} onClose={close} className="export-dialog">
      <form className="dialog-body" onSubmit={submit}>
        <fieldset className="export-choices">
          <legend>{exports.which}</legend>
          <Choice group={scopeGroup} isChosen={scope === 'shown'} onChoose={() => setScope('shown')} isFirst>
            {exports.shown}
            <span className="hint tabular">
              {exports.shownCount(shownCount, position?.isCounting ?? false)}
            </span>
          </Choice>
          <Choice group={scopeGroup} isChosen={scope === 'minutes'} onChoose={() => setScope('minutes')}>
            {exports.lastMinutes}
            <input
              className="field export-minutes tabular"
              type="number"
              min="0.1"
              step="any"
              aria-label={exports.minutes}
              value={minutes}
              onFocus={() => setScope('minutes')}
              onChange={(change) => setMinutes(change.currentTarget.value)}
            />
          </Choice>
          <Choice
            group={scopeGroup}
            isChosen={scope === 'everything'}
            onChoose={() => setScope('everything')}
          >
            {exports.everything}
            <span className="hint tabular">{exports.shownCount(position?.kept ?? 0, false)}</span>
          </Choice>
          <Choice group={scopeGroup} isChosen={isFuture} onChoose={() => setScope('future')}>
            {exports.fromNowOn}
          </Choice>
        </fieldset>
        <fieldset className="export-choices">
          <legend>{exports.format}</legend>
          {frameFormats.map((one) => (
            <Choice
              key={one}
              group={formatGroup}
              isChosen={shownFormat === one}
              isDisabled={isFuture && one === 'text'}
              onChoose={() => prefer({ exportFormat: one })}
            >
              {exports.formats[one].name}
              <span className="hint">{exports.formats[one].hint}</span>
            </Choice>
          ))}
        </fieldset>
        {isFuture && shownFormat === 'pcapng' && (
          <label className="export-choice export-secrets">
            <input
              type="checkbox"
              checked={withSecrets}
              onChange={(change) => setWithSecrets(change.currentTarget.checked)}
            />
            {exports.secrets}
          </label>
        )}
        <p className="hint">
          {exports.masked} {isFuture ? exports.recording.real : format === 'pcapng' && exports.madeUp}
        </p>
        <div className="export-others">
          {[bundle, scenario].map(({ icon: Icon, label, perform }) => (
            <button
              key={label}
              type="button"
              className="button quiet"
              onClick={() => {
                close()
                void perform()
              }}
            >
              {Icon && <Icon size={14} aria-hidden />}
              {label}
            </button>
          ))}
        </div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {shell.cancel}
          </button>
          <button type="submit" className="button primary" disabled={!isValid}>
            {isFuture ? exports.start : isInApp ? exports.save : exports.download}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function Choice({
  group,
  isChosen,
  isFirst = false,
  isDisabled = false,
  onChoose,
  children,
}: {
  /** Tells the browser which choices exclude each other. */
  group: string
  isChosen: boolean
  isFirst?: boolean
  isDisabled?: boolean
  onChoose: () => void
  children: ReactNode
}) {
  return (
    <label className="export-choice">
      <input
        type="radio"
        name={group}
        checked={isChosen}
        disabled={isDisabled}
        onChange={onChoose}
        {...(isFirst ? { 'data-first-focus': true } : {})}
      />
      {children}
    </label>
  )
}
