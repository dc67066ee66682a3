import { History, Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import {
  anotherTurn,
  backToLab,
  backToNow,
  continueFromHere,
  isMac,
  keysOf,
  showBundle,
  useAction,
} from '../actions/index.ts'
import { cancelOpening } from '../store/histories.ts'
import { backToNow as goToPresent, usePresentSeconds } from '../store/look-back.ts'
import { useOtherLab } from '../store/other-lab.ts'
import { usePast } from '../store/past.ts'
import { isReport } from '../store/reports.ts'
import { openDropped } from '../store/studio.ts'
import { cancelTurn, useTurns } from '../store/turns.ts'
import { agoWords } from '../timeline/ago-words.ts'
import { markWords } from '../timeline/mark-words.ts'
import { clockTime, preciseTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** Says that a ticket bundle is shown and not the lab, and leads back. */
export function PastBanner() {
  const bundle = usePast((state) => state.bundle)
  const isReading = usePast((state) => state.isReading)
  const { past } = useWords().page.exports
  const back = useAction(backToLab, undefined)
  const isMoment = usePast((state) => state.moment !== null)
  const isOpening = useTurns((state) => state.opening !== null)
  if (isOpening) return <OpeningBanner />
  if (isMoment && !isReading) return <MomentBanner />
  if (isReading) {
    return (
      <p className="banner past-banner" role="status">
        {past.reading}
      </p>
    )
  }
  if (bundle === null) return null
  const { frames, versions } = bundle.manifest
  const leftOut = frames.dropped + Math.max(0, frames.kept - frames.written)
  return (
    <div className="banner past-banner" role="status">
      <History size={15} aria-hidden />
      <strong>
        {past.title} {bundle.name}
      </strong>
      <span className="truncate">
        {past.made(clockTime(bundle.manifest.at), versions.bramble ?? '?')}
        {leftOut > 0 && `; ${past.framesLeftOut(leftOut)}`}
      </span>
      <button type="button" className="button past-back" onClick={() => void back.perform()}>
        {back.icon && <back.icon size={14} aria-hidden />}
        {back.label}
      </button>
    </div>
  )
}

/** Says how far a history is repeated that somebody opens. */
function OpeningBanner() {
  const opening = useTurns((state) => state.opening)
  const { turns } = useWords().page
  if (opening === null) return null
  const { at, done, of } = opening
  return (
    <div className="banner past-banner" role="status">
      <History size={15} aria-hidden />
      <span className="truncate">
        {at === null ? turns.handingOver(of) : turns.opening(of, Math.floor(done * 100))}
      </span>
      <button type="button" className="button past-back" onClick={cancelOpening}>
        {turns.cancelStart}
      </button>
    </div>
  )
}

/** Says that a moment of the past is shown and not the present, and leads back. */
function MomentBanner() {
  const bundle = usePast((state) => state.bundle)
  const at = usePast((state) => state.moment?.at ?? 0)
  const mark = usePast((state) => state.mark)
  const words = useWords()
  const { timeLine } = words.page
  const { label, perform } = useAction(backToNow, undefined)
  const now = usePresentSeconds()
  useEscape(goToPresent)
  const time = preciseTime(at)
  return (
    <div className="banner past-banner is-moment" role="status">
      <History size={15} aria-hidden />
      <strong className="tabular">
        {bundle === null
          ? timeLine.past(time, agoWords(timeLine, now - at))
          : timeLine.pastOf(bundle.name, time)}
      </strong>
      {mark !== null && (
        <span className="truncate past-mark" data-tone={mark.tone} title={markWords(mark, words)}>
          {markWords(mark, words)}
        </span>
      )}
      {bundle === null && <TurnButtons />}
      <button type="button" className="button past-back" onClick={() => void perform()}>
        <Undo2 size={14} aria-hidden />
        {label}
        <kbd>{keysOf({ key: 'Esc' }, isMac).join(' ')}</kbd>
      </button>
    </div>
  )
}

/** Lead on from the moment that is shown, in a lab beside; while that is prepared, how it goes. */
function TurnButtons() {
  const { timeLine, turns } = useWords().page
  const starting = useTurns((state) => state.starting)
  const buttons = [useAction(continueFromHere, undefined), useAction(anotherTurn, undefined)]
  const isOther = useOtherLab(({ other }) => other !== null)
  if (starting !== null) {
    return (
      <>
        <span className="truncate">
          {turns.starting(clockTime(starting.at), Math.floor(starting.done * 100))}
        </span>
        <button type="button" className="button past-turn" onClick={cancelTurn}>
          {turns.cancelStart}
        </button>
      </>
    )
  }
  return (
    <>
      {isOther ||
        buttons.map(({ icon: Icon, label, perform }) => (
          <button key={label} type="button" className="button past-turn" onClick={() => void perform()}>
            {Icon && <Icon size={14} aria-hidden />}
            {label}
          </button>
        ))}
      <span className="truncate past-goes-on">{timeLine.goesOn}</span>
    </>
  )
}

/** What closes at Escape comes first: dialogs, menus, and fields that somebody types in. */
function useEscape(perform: () => void): void {
  useEffect(() => {
    const onKeyDown = (press: KeyboardEvent) => {
      const inside = press.target instanceof Element ? press.target : null
      const isBusy = inside?.closest('input, select, textarea, [role=dialog], [role=menu], [role=combobox]')
      if (press.key === 'Escape' && !press.defaultPrevented && !isBusy) perform()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [perform])
}

async function openAny(file: File): Promise<void> {
  const isScenario = /\.(ya?ml|json)$/i.test(file.name) && !(await isReport(file))
  await (isScenario ? openDropped(file) : showBundle(file))
}

/** A ticket bundle that is dropped anywhere on the window is shown, a scenario file is opened in the Studio. Other files do not make the browser leave the page either. */
export function DropBundle() {
  const [isOver, setOver] = useState(false)
  const { past } = useWords().page.exports

  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    // It also leaves every element inside on its way: only out of the window there is none that it goes to.
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(false)
      const [file] = event.dataTransfer?.files ?? []
      if (file === undefined) return
      void openAny(file)
    }
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [])

  return isOver ? <p className="drop-bundle">{past.drop}</p> : null
}
