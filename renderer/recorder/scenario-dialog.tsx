import { useMemo, useState } from 'react'
import type { Assertion } from '#contract'
import { copyText, isInApp, usePerform } from '../actions/index.ts'
import { Dialog } from '../controls/dialog.tsx'
import { prefer, usePreferences } from '../store/preferences.ts'
import { record, useRecorder } from '../store/recorder.ts'
import { labNow } from '../store/selectors.ts'
import { clockMinutes, dayOf } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { Proposals } from './proposals.tsx'
import { RangeChoice, type RangeKind } from './range-choice.tsx'
import { Result } from './result.tsx'
import { saveScenario } from './save-scenario.ts'
import { useComposition } from './use-composition.ts'
import './recorder.css'

/** Makes a scenario of what was done: from when on, what to expect, the file, and whether it passes. */
export default function ScenarioDialog() {
  const asked = useRecorder(({ dialog }) => dialog)
  return asked === null ? null : <OpenDialog mark={asked.since} assertions={asked.assertions} />
}

const none: readonly Assertion[] = []

function OpenDialog({ mark, assertions }: { mark: number | null; assertions: readonly Assertion[] }) {
  const { compose: words, shell } = useWords().page
  const { exportMinutes } = usePreferences()
  const perform = usePerform()
  const [openedAt] = useState(() => labNow())
  const [kind, setKind] = useState<RangeKind>(mark === null ? 'start' : 'mark')
  const [minutes, setMinutes] = useState(exportMinutes)
  const [heading, setHeading] = useState(() => ({
    name: words.defaultName(`${dayOf(openedAt)}, ${clockMinutes(openedAt)}`),
    symptom: '',
    cause: '',
  }))
  const since = kind === 'start' ? null : kind === 'mark' ? mark : openedAt - minutes * 60_000
  const wanted = useMemo(() => (kind === 'mark' ? assertions : none), [kind, assertions])
  const { again, composed, isBusy, proposed, tick, ticked } = useComposition(since, wanted, heading)
  const text = composed?.scenario.text ?? null
  const close = () => record({ dialog: null })
  const field = (key: 'name' | 'symptom' | 'cause') => (
    <label className={key === 'name' ? 'scenario-field is-wide' : 'scenario-field'}>
      {words[key]}
      <input
        className="field"
        maxLength={200}
        value={heading[key]}
        onChange={({ currentTarget: { value } }) => setHeading((now) => ({ ...now, [key]: value }))}
      />
    </label>
  )
  return (
    <Dialog title={words.title} className="scenario-dialog" onClose={close}>
      <div className="dialog-body scenario-body">
        <div className="scenario-wishes">
          <p className="hint">{words.about}</p>
          <RangeChoice
            kind={kind}
            minutes={minutes}
            mark={mark}
            choose={(chosen, lasting) => {
              setKind(chosen)
              setMinutes(lasting)
              if (chosen === 'minutes') prefer({ exportMinutes: lasting })
            }}
          />
          <div className="scenario-fields">
            {field('name')}
            {field('symptom')}
            {field('cause')}
          </div>
          <Proposals proposed={proposed} ticked={ticked} tick={tick} />
        </div>
        <Result proposed={proposed} composed={composed} isBusy={isBusy} again={again} />
      </div>
      <div className="dialog-actions scenario-actions">
        <button type="button" className="button" onClick={close}>
          {shell.cancel}
        </button>
        <button
          type="button"
          className="button"
          disabled={text === null}
          onClick={() => text !== null && void perform(copyText, { label: words.saved, text })}
        >
          {words.copy}
        </button>
        <button
          type="button"
          className="button primary"
          disabled={text === null}
          onClick={() => text !== null && saveScenario(heading.name, text)}
        >
          {isInApp ? words.save : words.download}
        </button>
      </div>
    </Dialog>
  )
}
