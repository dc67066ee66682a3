import { type FormEvent, useState } from 'react'
import { setExactLink, usePerform } from '../actions/index.ts'
import { Dialog } from '../controls/dialog.tsx'
import { DialogEnd } from '../controls/dialog-end.tsx'
import { useHandheld } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'
import { draftOf, type LinkField, readLink } from './link-draft.ts'

const fields: readonly LinkField[] = ['delay', 'jitter', 'loss', 'rate', 'rateUp']

/** Sets the link of a handheld to exact numbers. */
export default function LinkDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const handheld = useHandheld(name)
  const [draft, setDraft] = useState(() => draftOf(handheld?.link ?? null))
  const perform = usePerform()
  const { links: words } = useWords().page
  const reading = readLink(draft)
  const hints: Readonly<Record<LinkField, string>> = {
    delay: words.times,
    jitter: words.times,
    loss: words.shares,
    rate: words.rates,
    rateUp: words.ratesUp,
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if ('wrong' in reading || handheld === undefined) return
    void perform(setExactLink, { handheld, link: reading.link })
    onClose()
  }

  return (
    <Dialog title={words.title(name)} onClose={onClose}>
      <form className="dialog-body fault-form" onSubmit={submit} autoComplete="off">
        <p className="hint">{words.intro}</p>
        <div className="form-grid">
          {fields.map((field) => (
            <label key={field} title={hints[field]}>
              {words[field]}
              <input
                className="field tabular"
                value={draft[field]}
                placeholder={field === 'rateUp' ? words.sameAsRate : words.fromCoverage}
                spellCheck={false}
                aria-invalid={'wrong' in reading && reading.wrong.includes(field)}
                onChange={(change) => setDraft({ ...draft, [field]: change.currentTarget.value })}
              />
            </label>
          ))}
        </div>
        {'wrong' in reading && (
          <div role="alert">
            {reading.wrong.map((field) => (
              <p key={field} className="form-error">
                {words.cannotRead(words[field], hints[field])}
              </p>
            ))}
          </div>
        )}
        <DialogEnd confirm={words.set} isReady={!('wrong' in reading)} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
