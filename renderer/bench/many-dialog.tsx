import { type FormEvent, useState } from 'react'
import { saveSetAs, sendFromMany, useActionContext } from '../actions/index.ts'
import { Dialog } from '../controls/dialog.tsx'
import { DialogEnd } from '../controls/dialog-end.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useWords } from '../words/words.ts'

/** Asks what an action on many handhelds needs to know: recipient and text of a message, or the name of a set. */
export function ManyDialog() {
  const asked = useInterface((state) => state.manyDialog)
  if (asked === null) return null
  return asked.kind === 'message' ? <Message names={asked.names} /> : <NameOfSet names={asked.names} />
}

const close = () => show({ manyDialog: null })

function Message({ names }: { names: readonly string[] }) {
  const { many } = useWords().page.devices
  const context = useActionContext()
  const [to, setTo] = useState('')
  const [text, setText] = useState('')
  const canSend = to.trim() !== '' && text.trim() !== ''

  function send(submit: FormEvent) {
    submit.preventDefault()
    if (!canSend) return
    close()
    sendFromMany(context(), names, to.trim(), text)
  }

  return (
    <Dialog title={many.messageDialog(names.length)} onClose={close}>
      <form className="dialog-body" onSubmit={send}>
        <div className="form-grid">
          <label className="wide">
            {many.to}
            <input
              className="field"
              value={to}
              placeholder={many.toPlaceholder}
              spellCheck={false}
              onChange={(change) => setTo(change.currentTarget.value)}
            />
          </label>
          <label className="wide">
            {many.text}
            <input
              className="field"
              value={text}
              maxLength={8_000}
              onChange={(change) => setText(change.currentTarget.value)}
            />
          </label>
        </div>
        <DialogEnd onCancel={close} confirm={many.send} isReady={canSend} />
      </form>
    </Dialog>
  )
}

function NameOfSet({ names }: { names: readonly string[] }) {
  const { many } = useWords().page.devices
  const [name, setName] = useState('')
  // A quote would end the name in `set:"…"`.
  const clean = name.replaceAll('"', '').trim()

  function save(submit: FormEvent) {
    submit.preventDefault()
    if (clean === '') return
    close()
    saveSetAs(clean, names)
  }

  return (
    <Dialog title={many.setDialog(names.length)} onClose={close}>
      <form className="dialog-body" onSubmit={save}>
        <div className="form-grid">
          <label className="wide">
            {many.setName}
            <input
              className="field"
              value={name}
              maxLength={40}
              spellCheck={false}
              onChange={(change) => setName(change.currentTarget.value)}
            />
          </label>
          <p className="hint wide">{many.setHint}</p>
        </div>
        <DialogEnd onCancel={close} confirm={many.save} isReady={clean !== ''} />
      </form>
    </Dialog>
  )
}
