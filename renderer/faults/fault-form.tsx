import { type FormEvent, useState } from 'react'
import { type FaultKind, type FaultPlace, faultKindsAt, faultPlaces, type StandingFault } from '#contract'
import { setFault, usePerform } from '../actions/index.ts'
import { Dialog } from '../controls/dialog.tsx'
import { DialogEnd } from '../controls/dialog-end.tsx'
import { useSnapshot } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'
import {
  commonKeys,
  type DraftReading,
  type FaultDraft,
  movedTo,
  type NamedKey,
  ownKeys,
  readDraft,
  rememberDraft,
  rememberedDraft,
  usualText,
} from './fault-draft.ts'
import { faultTitle, faultValues } from './fault-words.ts'
import { useFaults } from './standing-faults.ts'

/** Sets any fault at any place, with all its keys; says before what will happen. Remembers what was typed. */
export default function FaultForm({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState(rememberedDraft)
  const perform = usePerform()
  const { page } = useWords()
  const { faults: words } = page
  const reading = readDraft(draft)
  const { at, kind } = draft

  function change(next: FaultDraft) {
    setDraft(next)
    rememberDraft(next)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if ('wrong' in reading) return
    void perform(setFault, { fault: reading.fault })
    onClose()
  }

  return (
    <Dialog title={words.form} onClose={onClose}>
      <form className="dialog-body fault-form" onSubmit={submit} autoComplete="off">
        <div className="form-grid">
          <Choice
            label={words.place}
            value={at}
            choices={faultPlaces.map((place) => ({ value: place, label: words.places[place] }))}
            choose={(place: FaultPlace) => change(movedTo(draft, place))}
          />
          <Choice
            label={words.kind}
            value={kind}
            choices={faultKindsAt(at).map((one) => ({ value: one, label: words.kinds[one] }))}
            choose={(one: FaultKind) => change({ ...draft, kind: one })}
          />
          {at === 'service' && <Instance draft={draft} change={change} />}
          <Keys keys={ownKeys(kind, at)} draft={draft} change={change} reading={reading} />
          <p className="wide group-title">{words.more}</p>
          <Keys keys={commonKeys(kind, at)} draft={draft} change={change} reading={reading} />
        </div>
        <Outlook reading={reading} />
        <DialogEnd confirm={words.set} isReady={!('wrong' in reading)} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

function Choice<T extends string>({
  label,
  value,
  choices,
  choose,
}: {
  label: string
  value: T
  choices: readonly { value: T; label: string }[]
  choose: (value: T) => void
}) {
  return (
    <label>
      {label}
      <select
        className="field"
        value={value}
        onChange={(event) => {
          const chosen = choices.find((one) => one.value === event.currentTarget.value)
          if (chosen !== undefined) choose(chosen.value)
        }}
      >
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Which of several instances of the service; a lab with one has no choice. */
function Instance({ draft, change }: { draft: FaultDraft; change: (draft: FaultDraft) => void }) {
  const instances = useSnapshot(({ services }) => services, [])
  const words = useWords().page.faults
  if (instances.length < 2) return null
  return (
    <Choice
      label={words.keys.instance ?? 'instance'}
      value={draft.instance}
      choices={[
        { value: '', label: words.allInstances },
        ...instances.map(({ name }) => ({ value: name, label: name })),
      ]}
      choose={(instance) => change({ ...draft, instance })}
    />
  )
}

function Keys({
  keys,
  draft,
  change,
  reading,
}: {
  keys: readonly NamedKey[]
  draft: FaultDraft
  change: (draft: FaultDraft) => void
  reading: DraftReading
}) {
  const words = useWords().page.faults
  return keys.map((named) => {
    const { key, name } = named
    const label = words.keys[name] ?? name
    const value = draft.typed[name] ?? usualText(named)
    const set = (text: string) => change({ ...draft, typed: { ...draft.typed, [name]: text } })
    if (key.choices !== undefined) {
      const choices = key.choices.map((choice) => ({ value: choice, label: words.choices[choice] ?? choice }))
      return <Choice key={name} label={label} value={value} choices={choices} choose={set} />
    }
    return (
      <label key={name} title={words.hints[name] ?? key.means}>
        {label}
        <input
          className="field tabular"
          value={value}
          placeholder={words.placeholders[name]}
          spellCheck={false}
          aria-invalid={'wrong' in reading && reading.wrong.some((one) => one.name === name)}
          onChange={(event) => set(event.currentTarget.value)}
        />
      </label>
    )
  })
}

/** What the fault will do, or what is not usable. */
function Outlook({ reading }: { reading: DraftReading }) {
  const words = useWords().page.faults
  const standing = useFaults()
  if ('wrong' in reading) {
    return (
      <div role="alert">
        {reading.wrong.map(({ key, name }) => (
          <p key={name} className="form-error">
            {words.cannotRead(words.keys[name] ?? name, words.hints[name] ?? key.means)}
          </p>
        ))}
      </div>
    )
  }
  const { fault } = reading
  const values = faultValues(words, fault)
  return (
    <div className="fault-outlook" role="status" aria-label={words.willDo}>
      <p>
        <strong>{faultTitle(words, fault)}</strong>
        {values.length > 0 && ` (${values.join(', ')})`}
      </p>
      <p>{words.meanings[fault.kind]}.</p>
      {standing.some((one) => isSameKind(one, fault)) && <p className="hint">{words.replaces}</p>}
    </div>
  )
}

function isSameKind(one: StandingFault, other: StandingFault): boolean {
  return one.at === other.at && one.kind === other.kind && one.instance === other.instance
}
