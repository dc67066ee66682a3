import './log.css'
import { ArrowDown, X } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { type LogComponent, type LogLevel, logComponents, logLevels } from '#contract'
import { SearchField } from '../controls/search-field.tsx'
import { Pane } from '../panes/pane.tsx'
import { useLab } from '../store/lab.tsx'
import { showLog, useLogView, wholeLog } from '../store/log-view.ts'
import { useWords } from '../words/words.ts'
import { LogFollower, type ShownLog } from './log-follower.ts'
import { LogLines } from './log-lines.tsx'

/** The log in the original's form, live: searched by the lab, drawn as far as it is in sight. */
export default function LogPane() {
  const api = useLab()
  const query = useLogView()
  const words = useWords().page.log
  const [shown, setShown] = useState<ShownLog | null>(null)
  const [follower, setFollower] = useState<LogFollower | null>(null)
  const [isAtEnd, setIsAtEnd] = useState(true)
  const toEnd = useRef(() => {})
  useEffect(() => {
    const next = new LogFollower(api, query, setShown)
    setFollower(next)
    return () => next.close()
  }, [api, query])
  const isFiltered = useMemo(() => JSON.stringify(query) !== JSON.stringify(wholeLog), [query])

  const count = shown !== null && (
    <span className="pane-aside is-count tabular">
      {isFiltered
        ? words.countShown(shown.end - shown.first, shown.kept)
        : words.count(shown.end - shown.first)}
      {shown.dropped > 0 && ` ${words.dropped(shown.dropped)}`}
    </span>
  )

  return (
    <Pane title={words.title} pane="log" aside={count}>
      <LogTools />
      {shown !== null && follower !== null && shown.end > shown.first ? (
        <LogLines
          key={JSON.stringify(query)}
          shown={shown}
          follower={follower}
          onAtEnd={setIsAtEnd}
          toEnd={toEnd}
        />
      ) : (
        <div className="empty">
          <p className="empty-title">{shown?.isReading === false ? words.noMatch : words.reading}</p>
          {isFiltered && (
            <button type="button" className="button" onClick={() => showLog(wholeLog)}>
              {words.showAll}
            </button>
          )}
        </div>
      )}
      {isAtEnd || (
        <button type="button" className="button log-to-end" onClick={() => toEnd.current()}>
          <ArrowDown size={13} aria-hidden />
          {words.toEnd}
        </button>
      )}
    </Pane>
  )
}

function LogTools() {
  const { component, flow, handheld, level, text } = useLogView()
  const words = useWords().page.log
  // Only what was typed last is searched for.
  const [typed, setTyped] = useState(text)
  const [searched, setSearched] = useState(text)
  if (searched !== text) {
    setSearched(text)
    setTyped(text)
  }
  useEffect(() => {
    if (typed === text) return
    const timer = setTimeout(() => showLog({ text: typed }), 200)
    return () => clearTimeout(timer)
  }, [typed, text])

  return (
    <div className="log-tools">
      <select
        className="field"
        aria-label={words.component}
        value={component ?? ''}
        onChange={(change) => showLog({ component: componentNamed(change.currentTarget.value) })}
      >
        <option value="">{words.everyComponent}</option>
        {logComponents.map((one) => (
          <option key={one} value={one}>
            {words.components[one]}
          </option>
        ))}
      </select>
      <select
        className="field"
        aria-label={words.level}
        value={level}
        onChange={(change) => showLog({ level: levelNumbered(change.currentTarget.value) })}
      >
        {logLevels.map((one) => (
          <option key={one} value={one}>
            {words.levels[one]}
          </option>
        ))}
      </select>
      <SearchField
        className="log-search"
        name={words.search}
        placeholder={words.searchPlaceholder}
        value={typed}
        onSearch={setTyped}
      />
      {flow !== null && <About text={words.aboutLogin(flow)} end={() => showLog({ flow: null })} />}
      {handheld !== null && <About text={words.about(handheld)} end={() => showLog({ handheld: null })} />}
    </div>
  )
}

/** What the log is narrowed to. */
function About({ text, end }: { text: string; end: () => void }) {
  const words = useWords().page.log
  return (
    <span className="log-about">
      {text}
      <button type="button" className="button quiet icon" aria-label={words.notOnly(text)} onClick={end}>
        <X size={13} aria-hidden />
      </button>
    </span>
  )
}

function componentNamed(name: string): LogComponent | null {
  return logComponents.find((one) => one === name) ?? null
}

function levelNumbered(text: string): LogLevel {
  return logLevels.find((one) => String(one) === text) ?? 5
}
