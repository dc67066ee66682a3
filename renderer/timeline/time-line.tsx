import './time-line.css'
import { ChevronDown, ChevronsRight, ChevronUp, Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import {
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { TimeLineView, TimeMark } from '#contract'
import { IconButton } from '../controls/icon-button.tsx'
import { backToNow, lookAt, lookBeside, presentNow, usePresentSeconds } from '../store/look-back.ts'
import { usePast } from '../store/past.ts'
import { prefer, usePreferences } from '../store/preferences.ts'
import { preciseTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import { agoWords } from './ago-words.ts'
import { drawTimeLine, stripHeight } from './draw-time-line.ts'
import { markWords } from './mark-words.ts'
import { useTimeLine } from './use-time-line.ts'
import { beginning, everything, following, latest, panned, type ViewRange, zoomed } from './view-range.ts'

/** A press so near to a mark means the mark, and marks so near to the pointer are told. In pixels. */
const nearPx = 5
const leastRememberedMs = 10_000
/** How long nobody zooms before that is remembered. */
const restMs = 500
/** Number of marks that are told at once. */
const mostTold = 6
/** Pixels for each place of a lane. */
const placePx = 4

/** Where is what happened, unless it is folded away. */
export default function TimeLine() {
  const { timeLine } = useWords().page
  const isFolded = usePreferences((state) => state.isTimeLineFolded)
  if (!isFolded) return <OpenTimeLine />
  return (
    <section className="time-line" aria-label={timeLine.title} data-folded>
      <button
        type="button"
        className="time-line-unfold"
        aria-expanded={false}
        onClick={() => prefer({ isTimeLineFolded: false })}
      >
        {timeLine.title}
        <ChevronUp size={13} aria-hidden />
      </button>
    </section>
  )
}

/** What is shown at first: as much as was shown last; of a bundle all of it, since nobody knows what is in it. */
function firstRange(begin: number, now: number): ViewRange {
  if (usePast.getState().bundle !== null) return everything(begin, now)
  const { timeLineSpanMs } = usePreferences.getState()
  return timeLineSpanMs === null ? beginning(begin, now) : latest(timeLineSpanMs, now)
}

/** Marks in lanes, and a head that is dragged to look back. */
function OpenTimeLine() {
  const words = useWords()
  const { timeLine } = words.page
  const moment = usePast((state) => state.moment)
  const mark = usePast((state) => state.mark)
  const isBundle = usePast((state) => state.bundle !== null)
  // Also drawn again once a second while lab time passes: now wanders on.
  const seconds = usePresentSeconds()
  const now = presentNow()
  const track = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [range, setRange] = useState<ViewRange>(() => firstRange(now, now))
  const [isFollowing, setFollowing] = useState(true)
  const [dragged, setDragged] = useState<number | null>(null)
  const [pointed, setPointed] = useState<{ x: number; at: number } | null>(null)
  const read = useTimeLine(width === 0 ? null : range, Math.floor(width / placePx))
  const line = read ?? null
  const begin = line?.begin ?? null

  useLayoutEffect(() => {
    const element = track.current
    if (element === null) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    setWidth(element.clientWidth)
    return () => observer.disconnect()
  }, [])

  // Another lab begins at another time.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it becomes known, and not when people look elsewhere
  useEffect(() => {
    if (begin !== null && isFollowing) setRange(firstRange(begin, presentNow()))
  }, [begin])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each second
  useEffect(() => {
    if (isFollowing && moment === null) setRange((before) => following(before, presentNow(), begin))
  }, [seconds, isFollowing, moment])

  const change = useCallback((next: (before: ViewRange) => ViewRange) => {
    setRange(next)
    setFollowing(false)
  }, [])

  const span = range.to - range.from
  useEffect(() => {
    // Somebody who looked at milliseconds wants to see more the next time.
    if (isFollowing || span < leastRememberedMs) return
    const timer = setTimeout(() => prefer({ timeLineSpanMs: span }), restMs)
    return () => clearTimeout(timer)
  }, [span, isFollowing])

  const at = dragged ?? moment?.at ?? now
  useWheel(track, change)

  /** The head must be in sight when it goes somewhere by key. */
  const reveal = (time: number) => {
    if (time < range.from || time > range.to) {
      change(({ from, to }) => ({ from: time - (to - from) / 2, to: time + (to - from) / 2 }))
    }
  }
  const goNow = () => {
    backToNow()
    setFollowing(true)
    setRange((before) => following(before, presentNow(), begin))
  }
  const goFirst = () => {
    const first = line?.first ?? begin
    if (first === null) return
    lookAt({ at: first })
    reveal(first)
  }
  const goBeside = async (direction: 'next' | 'previous') => {
    const mark = await lookBeside(direction)
    if (mark !== null) reveal(mark.at)
    else if (direction === 'next') goNow()
  }
  const zoom = (factor: number) => change((before) => zoomed(before, factor, clamp(at, before)))

  const onKeyDown = (press: KeyboardEvent) => {
    if (press.ctrlKey || press.metaKey || press.altKey) return
    switch (press.key) {
      case 'ArrowLeft':
        void goBeside('previous')
        break
      case 'ArrowRight':
        void goBeside('next')
        break
      case 'Home':
        goFirst()
        break
      case 'End':
        goNow()
        break
      case 'PageUp':
      case 'PageDown':
        change((before) => panned(before, press.key === 'PageUp' ? -0.8 : 0.8))
        break
      case '+':
      case '-':
        zoom(press.key === '+' ? 0.5 : 2)
        break
      default:
        return
    }
    press.preventDefault()
  }

  const timeAt = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    const part = (event.clientX - box.left) / box.width
    return { x: part * width, at: range.from + part * (range.to - range.from) }
  }
  const nearOf = (x: number): readonly TimeMark[] => marksNear(line, range, width, x)
  const drag = (time: number) => {
    setDragged(Math.min(time, presentNow()))
    if (time >= presentNow()) backToNow()
    else lookAt({ at: Math.max(time, line?.first ?? time) })
  }
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const { at: time, x } = timeAt(event)
    const [mark] = nearOf(x)
    if (mark === undefined) drag(time)
    else {
      setDragged(mark.until)
      lookAt({ seq: mark.seq }, mark)
    }
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const { at: time, x } = timeAt(event)
    setPointed({ x, at: time })
    if (event.currentTarget.hasPointerCapture(event.pointerId) && event.movementX !== 0) drag(time)
  }

  const place = (time: number) => ((time - range.from) / (range.to - range.from)) * width
  return (
    <section className="time-line" aria-label={timeLine.title} data-past={moment !== null}>
      <div className="time-line-tools">
        <IconButton name={timeLine.zoomOut} icon={ZoomOut} onPress={() => zoom(2)} />
        <IconButton name={timeLine.zoomIn} icon={ZoomIn} onPress={() => zoom(0.5)} />
        <IconButton
          name={timeLine.everything}
          icon={Maximize}
          onPress={() => begin !== null && change(() => everything(begin, presentNow()))}
        />
        <IconButton name={timeLine.now} icon={ChevronsRight} onPress={goNow} />
        <IconButton
          name={timeLine.fold}
          icon={ChevronDown}
          onPress={() => prefer({ isTimeLineFolded: true })}
        />
      </div>
      <div
        ref={track}
        className="time-line-track"
        role="slider"
        tabIndex={0}
        aria-label={timeLine.title}
        aria-valuemin={begin ?? range.from}
        aria-valuemax={now}
        aria-valuenow={at}
        aria-valuetext={
          moment === null
            ? timeLine.isNow
            : [
                timeLine.moment(preciseTime(moment.at), agoWords(timeLine, now - moment.at)),
                ...(mark === null ? [] : [markWords(mark, words)]),
              ].join(': ')
        }
        style={{ height: stripHeight }}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => setDragged(null)}
        onLostPointerCapture={() => setDragged(null)}
        onPointerLeave={() => setPointed(null)}
      >
        <Strip line={line} range={range} width={width} />
        <Hand className="time-line-now" x={place(now)} width={width} />
        {(moment !== null || dragged !== null) && (
          <Hand className="time-line-head" x={place(at)} width={width} />
        )}
        {read === null && <span className="time-line-none">{isBundle ? timeLine.none : timeLine.off}</span>}
        {pointed !== null && line !== null && (
          <Told x={pointed.x} width={width} at={pointed.at} marks={nearOf(pointed.x)} first={line?.first} />
        )}
      </div>
    </section>
  )
}

/** The marks and the times: drawn again only when they change. */
function Strip({ line, range, width }: { line: TimeLineView | null; range: ViewRange; width: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const words = useWords()
  const theme = usePreferences((state) => state.theme)
  const { from, to } = range
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words and another theme are drawn, too
  useEffect(() => {
    const draw = () => {
      if (canvas.current !== null) drawTimeLine(canvas.current, { line, range: { from, to }, width })
    }
    draw()
    // The system may change its theme by itself.
    const observer = new MutationObserver(draw)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'style'] })
    return () => observer.disconnect()
  }, [line, from, to, width, words, theme])
  return <canvas ref={canvas} className="time-line-strip" aria-hidden />
}

function Hand({ className, x, width }: { className: string; x: number; width: number }) {
  if (x < 0 || x > width) return null
  return <span className={className} style={{ transform: `translateX(${Math.round(x)}px)` }} />
}

/** What is under the pointer. */
function Told({
  at,
  first,
  marks,
  width,
  x,
}: {
  at: number
  first: number | undefined
  marks: readonly TimeMark[]
  width: number
  x: number
}) {
  const words = useWords()
  const { timeLine } = words.page
  const isRight = x > width / 2
  const shown = marks.slice(0, mostTold)
  return (
    <div
      className="time-line-told"
      data-side={isRight ? 'right' : 'left'}
      style={isRight ? { right: width - x } : { left: x }}
    >
      <span className="tabular">{preciseTime(shown[0]?.at ?? at)}</span>
      {shown.map((mark) => (
        <span key={`${mark.lane} ${mark.seq}`} className="truncate" data-tone={mark.tone}>
          {markWords(mark, words)}
        </span>
      ))}
      {marks.length > mostTold && <span>{timeLine.more(marks.length - mostTold)}</span>}
      {marks.length === 0 && (
        <span className="time-line-hint">
          {first !== undefined && at < first ? timeLine.forgotten : timeLine.hint}
        </span>
      )}
    </div>
  )
}

/** The wheel zooms around the pointer; sideways, or with Shift, it pans. React's own listener could not keep the page still. */
function useWheel(
  track: { readonly current: HTMLDivElement | null },
  change: (next: (before: ViewRange) => ViewRange) => void,
): void {
  useEffect(() => {
    const element = track.current
    if (element === null) return
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const box = element.getBoundingClientRect()
      const part = (event.clientX - box.left) / box.width
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        change((before) => panned(before, sideways / box.width))
      } else {
        const factor = 1.0015 ** event.deltaY
        change((before) => zoomed(before, factor, before.from + part * (before.to - before.from)))
      }
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [track, change])
}

function clamp(at: number, { from, to }: ViewRange): number {
  return at < from || at > to ? (from + to) / 2 : at
}

/** The marks under a place, the nearest first. */
function marksNear(
  line: TimeLineView | null,
  { from, to }: ViewRange,
  width: number,
  x: number,
): readonly TimeMark[] {
  const xOf = (at: number) => ((at - from) / (to - from)) * width
  const distance = ({ at, until }: TimeMark) => Math.max(0, xOf(at) - x, x - xOf(until))
  return (line?.marks ?? [])
    .filter((mark) => distance(mark) <= nearPx)
    .toSorted((one, other) => distance(one) - distance(other) || one.at - other.at)
}
