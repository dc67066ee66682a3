import { Lock, LockOpen, Pause, Play, Trash2 } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { type FrameFilter, type FrameView, parseFrameFilter } from '#contract'
import { clearTraffic, useAction } from '../actions/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { Pane } from '../controls/pane.tsx'
import { Switch } from '../controls/switch.tsx'
import { show, useInterface } from '../store/interface.ts'
import { useHandheldNames, useProcessFlow, useSnapshot } from '../store/selectors.ts'
import { hopWords, useWords } from '../words/words.ts'
import { FilterField, FilterProblemLine } from './filter-field.tsx'
import { FrameTable } from './frame-table.tsx'
import { matchingFrames } from './match-frame.ts'
import './traffic.css'

const noFrames: readonly FrameView[] = []
const noFilter: FrameFilter = { test: () => true, isEmpty: true, problem: null }

/** Every frame of every hop, live. */
export function Traffic() {
  const { labels, page } = useWords()
  const { traffic } = page
  const live = useSnapshot<readonly FrameView[]>((snapshot) => snapshot.frames, noFrames)
  const { hops } = useProcessFlow()
  const dropped = useSnapshot((snapshot) => snapshot.droppedFrames, 0)
  const [paused, setPaused] = useState<readonly FrameView[] | null>(null)
  const [text, setText] = useState('')
  const parsed = useMemo(() => parseFrameFilter(text), [text])
  // Keep the previous filter while the new one has a syntax error.
  const [filter, setFilter] = useState(noFilter)
  if (parsed.problem === null && parsed !== filter) setFilter(parsed)
  const device = useInterface((state) => state.trafficDevice)
  const hop = useInterface((state) => state.trafficHop)
  const isOpened = useInterface((state) => state.isOpened)
  const clearing = useAction(clearTraffic, undefined)
  const frames = useDeferredValue(paused ?? live)
  const names = useHandheldNames()
  const sought = useDeferredValue(filter)
  const shown = useMemo(
    () => matchingFrames(frames, { device, hop, filter: sought, isOpened }),
    [frames, device, hop, sought, isOpened],
  )
  const missed = paused === null ? 0 : (live.at(-1)?.number ?? 0) - (paused.at(-1)?.number ?? 0)

  function clear() {
    setPaused(paused === null ? null : [])
    void clearing.perform()
  }

  return (
    <Pane
      title={traffic.title}
      pane="traffic"
      aside={<Count shown={shown.length} total={frames.length} dropped={dropped} />}
      tools={
        <>
          <span className="open-switch" data-open={isOpened}>
            {isOpened ? <LockOpen size={13} aria-hidden /> : <Lock size={13} aria-hidden />}
            <Switch
              label={traffic.showInside}
              isOn={isOpened}
              onChange={(isOn) => {
                show({ isOpened: isOn })
                return undefined
              }}
            />
          </span>
          <IconButton
            name={paused === null ? traffic.pause : traffic.resume}
            icon={paused === null ? Pause : Play}
            isPressed={paused !== null}
            onPress={() => setPaused(paused === null ? live : null)}
          />
          <IconButton name={clearing.label} icon={Trash2} onPress={clear} />
        </>
      }
    >
      <div className="traffic-filter">
        <DeviceFilter device={device} names={names} />
        <select
          className="field"
          aria-label={traffic.hopShown}
          value={hop ?? ''}
          onChange={(change) => show({ trafficHop: change.currentTarget.value || null })}
        >
          <option value="">{traffic.everyHop}</option>
          {hops.map(({ id }) => (
            <option key={id} value={id}>
              {hopWords(labels, id).full}
            </option>
          ))}
        </select>
        <FilterField
          text={text}
          problem={parsed.problem === null ? null : parsed}
          handhelds={names}
          onChange={setText}
        />
      </div>
      {parsed.problem !== null && <FilterProblemLine problem={parsed} text={text} />}
      {paused !== null && (
        <p className="paused-line" role="status">
          {traffic.paused(missed)}
        </p>
      )}
      <FrameTable
        frames={shown}
        isOpened={isOpened}
        empty={
          <Empty isPaused={paused !== null} isFiltered={frames.length > 0} onShowAll={() => setText('')} />
        }
      />
    </Pane>
  )
}

function Count({ shown, total, dropped }: { shown: number; total: number; dropped: number }) {
  const { traffic } = useWords().page
  return (
    <span className="pane-aside tabular truncate">
      {shown === total ? traffic.count(total) : traffic.countShown(shown, total)}
      {dropped > 0 && <span title={traffic.droppedHint}> {traffic.dropped(dropped)}</span>}
    </span>
  )
}

function DeviceFilter({ device, names }: { device: string | null; names: readonly string[] }) {
  const { traffic } = useWords().page
  return (
    <select
      className="field"
      aria-label={traffic.deviceShown}
      value={device ?? ''}
      onChange={(change) => show({ trafficDevice: change.currentTarget.value || null })}
    >
      <option value="">{traffic.everyDevice}</option>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  )
}

function Empty({
  isPaused,
  isFiltered,
  onShowAll,
}: {
  isPaused: boolean
  isFiltered: boolean
  onShowAll: () => void
}) {
  const { traffic } = useWords().page
  if (isFiltered) {
    return (
      <div className="empty">
        <p className="empty-title">{traffic.noMatch}</p>
        <button
          type="button"
          className="button"
          onClick={() => {
            onShowAll()
            show({ trafficDevice: null, trafficHop: null })
          }}
        >
          {traffic.showEvery}
        </button>
      </div>
    )
  }
  return isPaused ? (
    <div className="empty">
      <p className="empty-title">{traffic.pausedEmpty}</p>
      <p>{traffic.pausedEmptyHint}</p>
    </div>
  ) : (
    <div className="empty">
      <p className="empty-title">{traffic.empty}</p>
      <p>{traffic.emptyHint}</p>
    </div>
  )
}
