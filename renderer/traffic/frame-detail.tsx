import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ActionButton, compareFrame, editMark, follow, followedOf, useAction } from '../actions/index.ts'
import { Dialog } from '../controls/dialog.tsx'
import { PeopleText } from '../controls/people-text.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useLabStore } from '../store/lab-store.ts'
import { useSnapshot } from '../store/selectors.ts'
import { byteSize, preciseTime } from '../words/format.ts'
import { frameSummary } from '../words/frame-summary.ts'
import { hopWords, useWords } from '../words/words.ts'
import { CompareFrames } from './compare-frames.tsx'
import { FrameCopies } from './copy-menu.tsx'
import { overheadOf } from './frame-overhead.ts'
import './frame-detail.css'
import './marks.css'
import { Layers } from './layers.tsx'
import { MarkLine } from './mark-line.tsx'
import { type OpenedFrame, useLayers } from './use-layers.ts'

/** What is docked beside the table: one frame taken apart, or two beside each other. */
export function FrameDetail({ number }: { number: number }) {
  const compared = useInterface((state) => state.comparedFrame)
  useEscape()
  if (compared !== null && compared !== number) return <CompareFrames left={compared} right={number} />
  return <OneFrame number={number} isCompared={compared === number} />
}

/** Escape leaves the comparison, and then closes the frame. */
function useEscape() {
  useEffect(() => {
    const onKeyDown = (press: globalThis.KeyboardEvent) => {
      // Ask before the menu or the dialog that the key closes is gone.
      const isElsewhere = document.querySelector('dialog[open], [role=menu], [role=dialog]') !== null
      if (press.key !== 'Escape' || isElsewhere) return
      const { comparedFrame } = useInterface.getState()
      show(comparedFrame === null ? { openFrame: null } : { comparedFrame: null })
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [])
}

function OneFrame({ number, isCompared }: { number: number; isCompared: boolean }) {
  const { inspector, traffic } = useWords().page
  const [isRevealing, setRevealing] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const { opened, problem } = useLayers(number, isRevealing)
  const mark = useSnapshot(({ marks }) => marks.find((one) => one.number === number) ?? null, null)

  return (
    <section className="frame-detail" aria-label={traffic.frame(number)}>
      <header className="pane-head">
        <h2>{traffic.frame(number)}</h2>
        <div className="pane-tools">
          {opened !== null && <FollowButton opened={opened} />}
          <CompareButton number={number} />
          <ActionButton action={editMark} args={{ number }} />
          {opened !== null && <FrameCopies frame={opened.frame} />}
          <label className="reveal">
            <input
              type="checkbox"
              checked={isRevealing}
              onChange={() => (isRevealing ? setRevealing(false) : setAsking(true))}
            />
            {traffic.showPasswords}
          </label>
          <button
            type="button"
            className="button quiet icon"
            aria-label={traffic.closeFrame}
            onClick={() => show({ openFrame: null, comparedFrame: null })}
          >
            <X size={15} aria-hidden />
          </button>
        </div>
      </header>
      {isCompared && (
        <p className="compare-line" role="status">
          {inspector.comparingWith(number)} <span className="hint">{inspector.comparingHint}</span>
        </p>
      )}
      {mark !== null && <MarkLine mark={mark} />}
      <div className="frame-detail-body">
        {problem !== null && <p className="form-error">{problem}</p>}
        {opened !== null && (
          <>
            <FrameFacts opened={opened} />
            <Layers key={opened.frame.number} layers={opened.layers} isEncrypted={opened.frame.isEncrypted} />
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
    </section>
  )
}

/** Follows the most specific thing that the frame belongs to. */
function FollowButton({ opened }: { opened: OpenedFrame }) {
  const { inspector } = useWords().page
  const [followed] = followedOf(opened.frame, useLabStore.getState().snapshot)
  if (followed === undefined) {
    return (
      <button type="button" className="button" disabled title={inspector.noFrameToFollow}>
        {inspector.follow}
      </button>
    )
  }
  return <FollowThis followed={followed} />
}

function FollowThis({ followed }: { followed: Parameters<typeof follow.perform>[0] }) {
  const { label, perform } = useAction(follow, followed)
  const { inspector } = useWords().page
  const hint = inspector.followed[followed.key](followed.label)
  return (
    <button type="button" className="button" title={hint} onClick={() => void perform()}>
      {label}
    </button>
  )
}

function CompareButton({ number }: { number: number }) {
  const isComparing = useInterface((state) => state.comparedFrame === number)
  const { label, perform } = useAction(compareFrame, { number })
  return (
    <button
      type="button"
      className="button"
      aria-pressed={isComparing}
      onClick={() => (isComparing ? show({ comparedFrame: null }) : void perform())}
    >
      {label}
    </button>
  )
}

function FrameFacts({ opened }: { opened: OpenedFrame }) {
  const words = useWords()
  const { labels } = words
  const { frame } = opened
  const hop = hopWords(labels, frame.hop)
  const [from, to] = frame.direction === 'up' ? [hop.from, hop.to] : [hop.to, hop.from]
  const overhead = overheadOf(words, opened)
  return (
    <div className="frame-facts" data-hop={frame.hop}>
      <p className="frame-opened-summary">
        <PeopleText text={frameSummary(words, frame, true)} />
      </p>
      <p className="hint tabular">
        {preciseTime(frame.at)} · {from} → {to} · {frame.protocol} · {byteSize(frame.sizeBytes)}
        {overhead === null ? '' : ` (${overhead})`}
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
