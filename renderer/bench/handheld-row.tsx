import { memo } from 'react'
import type { HandheldView, SessionView } from '#contract'
import type { Words } from '#words'
import { showLarge, usePerform } from '../actions/index.ts'
import { PeopleText } from '../controls/people-text.tsx'
import { evidenceKey } from '../store/evidence.ts'
import { select, useIsSelected } from '../store/selection.ts'
import { useHandheld, useLabSeconds, useSessionOf, useSnapshot } from '../store/selectors.ts'
import { clockTime, elapsed } from '../words/format.ts'
import { visibleText } from '../words/visible-text.ts'
import { useWords } from '../words/words.ts'
import { IdleTime } from './device-signs.tsx'
import { userOf } from './list-order.ts'
import { selectKeysOf } from './roving.ts'
import { Sign } from './sign.tsx'
import { useCondition } from './use-condition.ts'

/** One handheld in the list. */
export const HandheldRow = memo(function HandheldRow({
  name,
  position,
  isCurrent,
  names,
  onCurrent,
}: {
  name: string
  /** Its place in the list, from 1. */
  position: number
  /** Whether the Tab key leads to it. */
  isCurrent: boolean
  /** All that are shown, in order. */
  names: readonly string[]
  onCurrent: (name: string) => void
}) {
  const handheld = useHandheld(name)
  if (handheld === undefined) return null
  return (
    <Row handheld={handheld} position={position} isCurrent={isCurrent} names={names} onCurrent={onCurrent} />
  )
})

function Row({
  handheld,
  position,
  isCurrent,
  names,
  onCurrent,
}: {
  handheld: HandheldView
  position: number
  isCurrent: boolean
  names: readonly string[]
  onCurrent: (name: string) => void
}) {
  const words = useWords()
  const { devices } = words.page
  const perform = usePerform()
  const { name, coverage, sendsStatus, waitingPackets, unread, lastStatusSentAt } = handheld
  const condition = useCondition(handheld)
  const session = useSessionOf(name)
  const isSelected = useIsSelected(name)
  return (
    <tr
      aria-rowindex={position + 1}
      data-handheld={name}
      data-evidence={evidenceKey({ kind: 'handheld', name })}
      data-selected={isSelected ? '' : undefined}
      className={`is-${condition.sign}`}
      tabIndex={isCurrent ? 0 : -1}
      onClick={(click) => {
        onCurrent(name)
        select(name, names, selectKeysOf(click))
      }}
      onDoubleClick={() => perform(showLarge, { handheld })}
    >
      <td className="select-cell">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={devices.selectOne(visibleText(name))}
          checked={isSelected}
          onClick={(click) => click.stopPropagation()}
          onChange={() => {
            onCurrent(name)
            select(name, names, { isToggle: true, isRange: false })
          }}
        />
      </td>
      <th scope="row" className="truncate" title={visibleText(name)}>
        <PeopleText text={name} />
      </th>
      <td className="truncate">
        <PeopleText text={userOf(handheld)} />
      </td>
      <td className="state-cell truncate" title={devices.facetHints[condition.sign]}>
        <Sign facet={condition.sign} />
        {stateOf(words, handheld, condition.sign)}
      </td>
      <td className={coverage === 'none' ? 'is-out' : undefined}>{words.labels.coverage[coverage]}</td>
      <td>{linkOf(words, handheld)}</td>
      <td className="figure">
        {session === undefined ? (
          devices.noSession
        ) : condition.idle === null ? (
          <SinceStatus session={session} />
        ) : (
          <IdleTime idle={condition.idle} />
        )}
      </td>
      <td className={sendsStatus ? undefined : 'is-out'}>{sendsStatus ? devices.on : devices.off}</td>
      <td className={waitingPackets > 0 ? 'figure is-out' : 'figure'}>{waitingPackets || ''}</td>
      <td className={unread > 0 ? 'figure is-unread' : 'figure'}>{unread || ''}</td>
      <td className="figure">{lastStatusSentAt === null ? '' : clockTime(lastStatusSentAt)}</td>
    </tr>
  )
}

/** The sign's words; why it was refused, where that is the sign. */
function stateOf({ endings, page }: Words, { reason }: HandheldView, sign: keyof typeof page.devices.facets) {
  return sign === 'refused' && reason !== null ? endings[reason].title : page.devices.facets[sign]
}

function linkOf({ page: { devices } }: Words, { link }: HandheldView): string {
  if (link === null) return devices.linkOfCoverage
  return typeof link === 'string' ? devices.links[link] : devices.linkExact
}

function SinceStatus({ session }: { session: SessionView }) {
  const now = useLabSeconds()
  const idleTimeoutMs = useSnapshot(({ service }) => service.idleTimeoutMs, null)
  const since = elapsed(now - session.lastStatusAt)
  return idleTimeoutMs === null ? since : `${since} / ${elapsed(idleTimeoutMs)}`
}
