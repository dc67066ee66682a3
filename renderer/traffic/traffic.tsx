import { Columns2, HeartPulse, Lock, LockOpen, Pause, Play, Trash2 } from 'lucide-react'
import { memo, useEffect, useMemo, useState } from 'react'
import { parseFrameFilter, type TrafficPosition } from '#contract'
import {
  ActionButton,
  clearTraffic,
  compareLogins,
  exportFrames,
  followLogin,
  hideStatus,
  showBothSides,
  useAction,
} from '../actions/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { Switch } from '../controls/switch.tsx'
import { Pane } from '../panes/pane.tsx'
import { show, useInterface } from '../store/interface.ts'
import { prefer, usePreferences } from '../store/preferences.ts'
import { useFlows, useHandheldNames, useMarks, useProcessFlow } from '../store/selectors.ts'
import { useTraffic } from '../store/traffic.ts'
import { hopWords, useWords } from '../words/words.ts'
import { DockedDetail } from './docked-detail.tsx'
import { FilterField, FilterProblemLine } from './filter-field.tsx'
import { FilterReading } from './filter-reading.tsx'
import { FrameTable } from './frame-table.tsx'
import { MarksList } from './marks-list.tsx'
import { SavedFilters } from './saved-filters.tsx'
import { zoneOffsetMinutes } from './zone.ts'
import './traffic.css'

/** Every frame of every hop, live. */
export function Traffic() {
  const { labels, page } = useWords()
  const { traffic, filter } = page
  const { hops } = useProcessFlow()
  const text = useInterface((state) => state.trafficFilter)
  const parsed = useMemo(() => parseFrameFilter(text), [text])
  // Keep the previous filter while the new one has a syntax error.
  const [lastGood, setLastGood] = useState('')
  if (parsed.problem === null && text !== lastGood) setLastGood(text)
  const device = useInterface((state) => state.trafficDevice)
  const hop = useInterface((state) => state.trafficHop)
  const isOpened = useInterface((state) => state.isOpened)
  const isBothSides = usePreferences((state) => state.showsBothSides)
  const clearing = useAction(clearTraffic, undefined)
  const bothSides = useAction(showBothSides, undefined)
  const names = useHandheldNames()
  const { follower, isPaused, missed, position } = useTraffic()
  const sought = lastGood.trim()
  const hidesStatus = usePreferences((state) => state.hidesStatus)
  const hiding = useAction(hideStatus, undefined)
  const isFiltered = sought !== '' || device !== null || hop !== null || hidesStatus
  // What a filter finds depends on whether the encryption is open; without one, all frames are shown either way.
  const searchesInside = (isOpened || isBothSides) && sought !== ''
  const query = useMemo(
    () => ({
      filter: sought,
      handheld: device,
      hop,
      isOpened: searchesInside,
      hidesStatus,
      zoneOffsetMinutes: zoneOffsetMinutes(),
    }),
    [sought, device, hop, searchesInside, hidesStatus],
  )
  useEffect(() => follower?.ask(query), [follower, query])
  // Which frames are marked changes what such a filter finds.
  const marks = useMarks()
  const asksForMarks = sought.includes('mark:')
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the marks change
  useEffect(() => {
    if (asksForMarks) void follower?.open()
  }, [follower, asksForMarks, marks])

  return (
    <Pane
      title={traffic.title}
      pane="traffic"
      aside={position && <Count position={position} isFiltered={isFiltered} />}
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
            name={filter.hideStatus}
            hint={hiding.label}
            icon={HeartPulse}
            isPressed={hidesStatus}
            onPress={() => void hiding.perform()}
          />
          <IconButton
            name={bothSides.label}
            icon={Columns2}
            isPressed={isBothSides}
            onPress={() => void bothSides.perform()}
          />
          <MarksList />
          <IconButton
            name={isPaused ? traffic.resume : traffic.pause}
            icon={isPaused ? Play : Pause}
            isPressed={isPaused}
            onPress={() => (isPaused ? follower?.resume() : follower?.pause())}
          />
          <ActionButton action={exportFrames} args={undefined} />
          <IconButton name={clearing.label} icon={Trash2} onPress={() => void clearing.perform()} />
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
          isRead={parsed.problem === null && parsed.tree !== null}
          onChange={(trafficFilter) => show({ trafficFilter })}
        />
        <SavedFilters />
        <LoginTools />
      </div>
      {parsed.problem === null && parsed.tree !== null && (
        <FilterReading tree={parsed.tree} query={query} isOpened={isOpened} />
      )}
      {parsed.problem !== null && <FilterProblemLine problem={parsed} text={text} />}
      {isPaused && (
        <p className="paused-line" role="status">
          {traffic.paused(missed)}
        </p>
      )}
      <DockedDetail>
        <FrameTable
          isOpened={isOpened}
          empty={
            position && (
              <Empty
                isPaused={isPaused}
                isFiltered={isFiltered && position.kept > 0}
                isCounting={position.isCounting}
              />
            )
          }
        />
      </DockedDetail>
    </Pane>
  )
}

const noLogins = { left: null, right: null }

/** What can be done with logins. While a frame is open, the same buttons beside it are about that frame. */
function LoginTools() {
  const isFrameOpen = useInterface(({ openFrame }) => openFrame !== null)
  // What can be compared changes with the logins.
  useFlows()
  if (isFrameOpen) return null
  return (
    <>
      <ActionButton action={followLogin} args={undefined} />
      <ActionButton action={compareLogins} args={noLogins} />
    </>
  )
}

function Count({
  position: { first, end, kept, dropped, isCounting },
  isFiltered,
}: {
  position: TrafficPosition
  isFiltered: boolean
}) {
  const { traffic } = useWords().page
  const shown = end - first
  return (
    <span className="pane-aside is-count tabular">
      {isFiltered ? traffic.countShown(shown, kept) : traffic.count(shown)}
      {isCounting && ` ${traffic.counting}`}
      {dropped > 0 && <span title={traffic.droppedHint}> {traffic.dropped(dropped)}</span>}
    </span>
  )
}

/** The list is no longer than this: thousands of options would make everything that the page draws slower. */
const mostListed = 200

const DeviceFilter = memo(function DeviceFilter({
  device,
  names,
}: {
  device: string | null
  names: readonly string[]
}) {
  const { traffic } = useWords().page
  const listed = names.slice(0, mostListed)
  if (device !== null && !listed.includes(device)) listed.push(device)
  return (
    <select
      className="field"
      aria-label={traffic.deviceShown}
      value={device ?? ''}
      onChange={(change) => show({ trafficDevice: change.currentTarget.value || null })}
    >
      <option value="">{traffic.everyDevice}</option>
      {listed.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
      {names.length > mostListed && (
        <option disabled>{traffic.moreDevices(names.length - mostListed)}</option>
      )}
    </select>
  )
})

function Empty({
  isPaused,
  isFiltered,
  isCounting,
}: {
  isPaused: boolean
  isFiltered: boolean
  isCounting: boolean
}) {
  const { traffic } = useWords().page
  if (isCounting) {
    return (
      <div className="empty" role="status">
        <p className="empty-title">{traffic.searching}</p>
      </div>
    )
  }
  if (isFiltered) {
    return (
      <div className="empty">
        <p className="empty-title">{traffic.noMatch}</p>
        <button
          type="button"
          className="button"
          onClick={() => {
            show({ trafficFilter: '', trafficDevice: null, trafficHop: null })
            prefer({ hidesStatus: false })
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
