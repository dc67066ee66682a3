import { type FormEvent, useId, useState } from 'react'
import { limits, type MarkColour, markColours } from '#contract'
import { saveMark, useActionContext } from '../actions/index.ts'
import { Dialog } from '../controls/dialog.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useSnapshot } from '../store/selectors.ts'
import { useWords } from '../words/words.ts'

const noColour = 'none'
const choices = [...markColours, noColour] as const

/** Colour and comment of the mark on a frame. */
export function MarkDialog() {
  const number = useInterface((state) => state.markedFrame)
  return number === null ? null : <OpenDialog key={number} number={number} />
}

function close(): void {
  show({ markedFrame: null })
}

function OpenDialog({ number }: { number: number }) {
  const { inspector } = useWords().page
  const context = useActionContext()
  const group = useId()
  const mark = useSnapshot(({ marks }) => marks.find((one) => one.number === number) ?? null, null)
  const [comment, setComment] = useState(mark?.comment ?? '')
  const [colour, setColour] = useState<MarkColour | null>(mark === null ? 'yellow' : mark.colour)
  const isEmpty = comment.trim() === '' && colour === null

  async function submit(event: FormEvent) {
    event.preventDefault()
    const answer = await saveMark(context().run, { number, comment, colour })
    if (answer !== undefined) close()
  }

  return (
    <Dialog title={inspector.marked(number)} onClose={close} className="mark-dialog">
      <form className="dialog-body" onSubmit={submit}>
        <label className="mark-comment">
          {inspector.comment}
          <input
            className="field"
            data-first-focus
            value={comment}
            maxLength={limits.markComment.most}
            placeholder={inspector.commentHint}
            onChange={(change) => setComment(change.currentTarget.value)}
          />
        </label>
        <fieldset className="mark-colours">
          <legend>{inspector.colour}</legend>
          {choices.map((choice) => (
            <label key={choice} data-colour={choice}>
              <input
                type="radio"
                name={group}
                checked={choice === (colour ?? noColour)}
                onChange={() => setColour(choice === noColour ? null : choice)}
              />
              <span className="mark-dot" aria-hidden />
              {inspector.colours[choice]}
            </label>
          ))}
        </fieldset>
        <div className="dialog-actions">
          <button type="submit" className="button primary">
            {isEmpty && mark !== null ? inspector.removeMark : inspector.save}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
