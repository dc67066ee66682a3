import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CommandOutput } from '#contract'
import { Dialog } from '../controls/dialog.tsx'
import { PeopleText } from '../controls/people-text.tsx'
import { show } from '../store/interface.ts'
import { useLab } from '../store/lab.tsx'
import { byteSize, preciseTime } from '../words/format.ts'
import { hopWords, useWords } from '../words/words.ts'
import './frame-detail.css'
import { Layer } from './layer.tsx'

type Opened = CommandOutput<'traffic.layers'>

/** One frame taken apart: encrypted bytes, compressed, content. */
export function FrameDetail({ number }: { number: number }) {
  const { traffic } = useWords().page
  const [isRevealing, setRevealing] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const { opened, problem } = useLayers(number, isRevealing)
  const close = () => show({ openFrame: null })

  useEffect(() => {
    const onKeyDown = (press: globalThis.KeyboardEvent) => {
      const isInDialog = document.querySelector('dialog[open]') !== null
      if (press.key === 'Escape' && !isInDialog) show({ openFrame: null })
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])

  return (
    <aside className="frame-detail" aria-label={traffic.frame(number)}>
      <header className="pane-head">
        <h2>{traffic.frame(number)}</h2>
        <div className="pane-tools">
          <label className="reveal">
            <input
              type="checkbox"
              checked={isRevealing}
              onChange={() => (isRevealing ? setRevealing(false) : setAsking(true))}
            />
            {traffic.showPasswords}
          </label>
          <button type="button" className="button quiet icon" aria-label={traffic.closeFrame} onClick={close}>
            <X size={15} aria-hidden />
          </button>
        </div>
      </header>
      <div className="frame-detail-body">
        {problem !== null && <p className="form-error">{problem}</p>}
        {opened !== null && (
          <>
            <FrameFacts opened={opened} />
            {opened.layers.map((layer, depth) => (
              <Layer key={`${opened.frame.number} ${layer.title}`} layer={layer} depth={depth} />
            ))}
          </>
        )}
      </div>
      {isAsking && (
        <ConfirmReveal
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            setRevealing(true)
          }}
        />
      )}
    </aside>
  )
}

function FrameFacts({ opened }: { opened: Opened }) {
  const { labels } = useWords()
  const { frame } = opened
  const hop = hopWords(labels, frame.hop)
  const [from, to] = frame.direction === 'up' ? [hop.from, hop.to] : [hop.to, hop.from]
  return (
    <div className="frame-facts" data-hop={frame.hop}>
      <p className="frame-opened-summary">
        <PeopleText text={frame.openedSummary} />
      </p>
      <p className="hint tabular">
        {preciseTime(frame.at)} · {from} → {to} · {frame.protocol} · {byteSize(frame.sizeBytes)}
        {frame.handheld === null ? '' : ` · ${frame.handheld}`}
      </p>
    </div>
  )
}

function ConfirmReveal({ onClose, onConfirm }: { onClose: () => void; onConfirm: () => void }) {
  const { traffic } = useWords().page
  return (
    <Dialog title={traffic.showPasswordsQuestion} onClose={onClose}>
      <div className="dialog-body">
        <p>{traffic.showPasswordsWarning}</p>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {traffic.keepMasked}
          </button>
          <button type="button" className="button primary" onClick={onConfirm}>
            {traffic.show}
          </button>
        </div>
      </div>
    </Dialog>
  )
}

function useLayers(number: number, isRevealing: boolean): { opened: Opened | null; problem: string | null } {
  const lab = useLab()
  const [state, setState] = useState<{ opened: Opened | null; problem: string | null }>({
    opened: null,
    problem: null,
  })

  useEffect(() => {
    let isCurrent = true
    lab.call('traffic.layers', { number, reveal: isRevealing }).then(
      (opened) => isCurrent && setState({ opened, problem: null }),
      (error: unknown) =>
        isCurrent &&
        setState({ opened: null, problem: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [lab, number, isRevealing])

  return state
}
