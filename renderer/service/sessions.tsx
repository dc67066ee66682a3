import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo, useMemo, useRef, useState } from 'react'
import { type HandheldView, isIdle, keyedLists, type ServiceView, type SessionView } from '#contract'
import type { Words } from '#words'
import { SessionMenu } from '../actions/index.ts'
import { useOnceASecond } from '../controls/once-a-second.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { useRowsInSight } from '../controls/rows-in-sight.ts'
import { Pane } from '../panes/pane.tsx'
import { evidenceKey } from '../store/evidence.ts'
import { useLabStore } from '../store/lab-store.ts'
import { hidesSetting } from '../store/lesson.ts'
import { lookAt } from '../store/look-back.ts'
import { useHandheld, useIsStale, useLabSeconds, useSnapshot } from '../store/selectors.ts'
import { clockTime, elapsed } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import './service.css'
import { SearchField } from '../controls/search-field.tsx'
import {
  afterPress,
  type SessionColumn,
  type SessionSort,
  sessionColumns,
  sessionsFor,
} from './session-order.ts'

const noSessions: readonly SessionView[] = []
/** In pixels, as in service.css. */
const rowHeight = 28

/** Of more sessions than these, somebody may look for one. */
const fewSessions = 8

/** Who is signed in, how long each device has sent no status message, and how long each person has done nothing. */
export function Sessions() {
  const words = useWords().page.service
  const sessions = useSnapshot<readonly SessionView[]>((snapshot) => snapshot.sessions, noSessions)
  const service = useSnapshot((snapshot) => snapshot.services[0]?.settings ?? null, null)
  const [sort, setSort] = useState<SessionSort | null>(null)
  const [text, setText] = useState('')
  const ids = useShownIds(sessions, sort, text)
  const scroller = useRef<HTMLDivElement>(null)
  const isStale = useIsStale()
  const rows = useRowsInSight(scroller, { count: ids.length, rowHeight })
  return (
    <Pane
      title={words.sessions}
      pane="sessions"
      aside={<SessionLimit count={sessions.length} service={service} />}
      tools={
        (sessions.length > fewSessions || text !== '') && (
          <SearchField
            className="session-search"
            name={words.findSession}
            placeholder={words.find}
            value={text}
            onSearch={setText}
          />
        )
      }
    >
      <div ref={scroller} className="sessions-scroll" tabIndex={isStale ? 0 : undefined}>
        <SessionMenu sessions={sessions}>
          <table className="sessions-table" aria-label={words.sessions} aria-rowcount={ids.length + 1}>
            <thead>
              <tr aria-rowindex={1}>
                {sessionColumns.map((column) => (
                  <ColumnHead
                    key={column}
                    column={column}
                    sort={sort}
                    onPress={() => setSort(afterPress(sort, column))}
                  />
                ))}
              </tr>
            </thead>
            <tbody>
              <Gap height={rows.spaceBefore} />
              {service !== null &&
                ids
                  .slice(rows.first, rows.end)
                  .map((id, index) => (
                    <SessionOf
                      key={id}
                      id={id}
                      position={rows.first + index + 1}
                      idleTimeoutMs={service.idleTimeoutMs}
                    />
                  ))}
              <Gap height={rows.spaceAfter} />
            </tbody>
          </table>
          {ids.length === 0 && (
            <p className="empty-line">{sessions.length === 0 ? words.noSessions : words.noSessionMatches}</p>
          )}
          <Ended />
        </SessionMenu>
      </div>
    </Pane>
  )
}

/** The sessions to show, in order. One that is opened or closed is seen at once; rows change places once a second. */
function useShownIds(
  sessions: readonly SessionView[],
  sort: SessionSort | null,
  text: string,
): readonly string[] {
  const ids = keyedLists.sessions.keys(sessions)
  const calm = useOnceASecond(sessions)
  const isPlain = sort === null && text.trim() === ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the sessions, only those that are opened or closed matter at once
  return useMemo(
    () => (isPlain ? ids : sessionsFor(sessions, sort, text).map(({ id }) => id)),
    [isPlain, ids, calm, sort, text],
  )
}

function ColumnHead({
  column,
  sort,
  onPress,
}: {
  column: SessionColumn
  sort: SessionSort | null
  onPress: () => void
}) {
  const words = useWords().page.service
  const isSorted = sort?.column === column
  const Arrow = sort?.isDescending ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      className={classOf[column]}
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className="session-head"
        title={column === 'quiet' ? words.quietHint : words.sortBy(words.columns[column])}
        onClick={onPress}
      >
        {words.columns[column]}
        {isSorted && <Arrow size={11} aria-hidden />}
      </button>
    </th>
  )
}

const classOf: Readonly<Partial<Record<SessionColumn, string>>> = {
  lastStatus: 'last-status',
  idle: 'number',
  quiet: 'number',
}

function SessionOf({
  id,
  position,
  idleTimeoutMs,
}: {
  id: string
  position: number
  idleTimeoutMs: number | null
}) {
  const session = useSnapshot(({ sessions }) => keyedLists.sessions.get(sessions, id), undefined)
  return session === undefined ? null : (
    <SessionRow session={session} position={position} idleTimeoutMs={idleTimeoutMs} />
  )
}

/** Stands for the rows that are out of sight. */
function Gap({ height }: { height: number }) {
  return height === 0 ? null : (
    <tr aria-hidden className="sessions-gap">
      <td colSpan={7} style={{ height: `${height}px` }} />
    </tr>
  )
}

/** Settings that limit how many sessions there can be. */
const limitSettings = ['maximumSessions', 'persistentConnectionCapacity']

function SessionLimit({ count, service }: { count: number; service: ServiceView | null }) {
  const words = useWords().page.service
  const isSecret = useSnapshot(({ lesson }) => hidesSetting(lesson, limitSettings), false)
  if (service === null) return null
  if (isSecret) return <span className="pane-aside tabular">{count}</span>
  const { maximumSessions, persistentConnectionCapacity } = service
  const limit = maximumSessions ?? persistentConnectionCapacity
  const isFull = count >= limit
  return (
    <span
      className={isFull ? 'pill warn tabular' : 'pane-aside tabular'}
      title={maximumSessions === null ? words.capacityLimits : words.maximum}
    >
      {words.limit(count, limit, { isCapacity: maximumSessions === null, isFull })}
    </span>
  )
}

const SessionRow = memo(function SessionRow({
  session,
  position,
  idleTimeoutMs,
}: {
  session: SessionView
  /** Its place among the sessions, from 1. */
  position: number
  idleTimeoutMs: number | null
}) {
  const words = useWords()
  const { service } = words.page
  const now = useLabSeconds()
  const handheld = useHandheld(session.handheld)
  const idle = isIdle(session, idleTimeoutMs, now)
  const { connectivity } = session
  return (
    <tr
      aria-rowindex={position + 1}
      data-session={session.id}
      data-evidence={evidenceKey({ kind: 'session', id: session.id })}
      className={idle ? 'is-idle' : undefined}
      title={idle ? service.idleHint : undefined}
    >
      <td className="who">{session.user}</td>
      <td title={service.pin(session.pin)}>
        <PeopleText text={session.handheld} />
      </td>
      <td className={session.isInCoverage ? undefined : 'is-out'}>{coverageOf(words, session, handheld)}</td>
      <td className="tabular last-status">{clockTime(session.lastStatusAt)}</td>
      <td className="number" title={service.lastStatusAt(clockTime(session.lastStatusAt))}>
        {elapsed(now - session.lastStatusAt)}
        {idleTimeoutMs !== null && <span className="idle-limit"> / {elapsed(idleTimeoutMs)}</span>}
      </td>
      <td className="tabular quiet-time">{elapsed(now - session.lastActivityAt)}</td>
      <td
        className="connectivity"
        title={service.registered(
          connectivity.sipAddress,
          connectivity.server,
          connectivity.details.map(({ name, value }) => `${name} ${value}`),
          clockTime(connectivity.expiresAt),
        )}
      >
        {session.isReconnecting ? (
          <span className="pill warn" title={service.retryingHint}>
            {service.retrying}
          </span>
        ) : (
          connectivity.transport.toUpperCase()
        )}
        <span className="user-id">{connectivity.sipAddress}</span>
      </td>
    </tr>
  )
})

function coverageOf(
  { labels, page }: Words,
  session: SessionView,
  handheld: HandheldView | undefined,
): string {
  if (!session.isInCoverage) return page.service.outside
  if (handheld === undefined || handheld.coverage === 'none') return page.service.inside
  return labels.coverage[handheld.coverage]
}

function Ended() {
  const ended = useLabStore((state) => state.endedSessions)
  const { endings, page } = useWords()
  if (ended.length === 0) return null
  return (
    <section className="ended" aria-label={page.service.endedSessions}>
      <h3>{page.service.ended}</h3>
      <ul>
        {ended.slice(0, 12).map((one) => (
          <li key={`${one.id} ${one.at}`} data-evidence={evidenceKey({ kind: 'session', id: one.id })}>
            <button
              type="button"
              className="ended-at"
              title={page.timeLine.lookBackTo}
              onClick={() => lookAt({ at: one.at })}
            >
              {clockTime(one.at)}
            </button>
            <span className="truncate">
              <b>{one.user}</b>
              {page.service.endedOn(one.handheld, endings[one.reason].ended)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
