import { type FrameView, keyedLists } from '#contract'
import { show, useInterface } from '../store/interface.ts'
import { useLabStore } from '../store/lab-store.ts'
import {
  type KnownDialog,
  type Scope,
  type ScopeKind,
  scopeKinds,
  showScope,
  useLadder,
} from '../store/ladder.ts'
import { labNow, useFlows, useHandheldNames, useSnapshot } from '../store/selectors.ts'
import { useTraffic } from '../store/traffic.ts'
import { clockTime } from '../words/format.ts'
import { visibleText } from '../words/visible-text.ts'
import { useWords } from '../words/words.ts'
import { lengthOfTime } from './spoken.ts'
import type { LadderModel } from './use-ladder-model.ts'

/** A list is no longer than this: thousands of options would make everything that the page draws slower. */
const mostListed = 200
const lastTimes = [10_000, 60_000, 300_000, 900_000] as const

/** What the ladder shows: the kind, and which one of it. */
export function ScopeChooser({ model }: { model: LadderModel }) {
  const { ladder } = useWords().page
  const scope = useLadder((state) => state.scope)
  return (
    <>
      <select
        className="field ladder-scope"
        aria-label={ladder.scope}
        value={scope.kind}
        onChange={(change) => {
          const kind = scopeKinds.find((one) => one === change.currentTarget.value)
          if (kind !== undefined) showScope(firstOf(kind, model))
        }}
      >
        {scopeKinds.map((kind) => (
          <option key={kind} value={kind}>
            {ladder.scopes[kind]}
          </option>
        ))}
      </select>
      <ValueChooser scope={scope} />
    </>
  )
}

/** The scope of a kind that is nearest to what is shown now. */
function firstOf(kind: ScopeKind, { flow, frames }: LadderModel): Scope {
  const { snapshot } = useLabStore.getState()
  const handheld =
    flow?.handheld ?? useInterface.getState().trafficDevice ?? snapshot?.handhelds[0]?.name ?? ''
  switch (kind) {
    case 'login':
    case 'filter':
      return { kind }
    case 'device':
      return { kind, handheld }
    case 'session': {
      const sessions = snapshot?.sessions ?? []
      const own = sessions.find((one) => one.handheld === handheld) ?? sessions[0]
      return { kind, session: own?.id ?? '' }
    }
    case 'dialog': {
      const known = dialogsIn([...frames.frames, ...useTraffic.getState().rows.values()])
      return { kind, callId: known[0]?.callId ?? '', known }
    }
    case 'range': {
      const now = labNow()
      return { kind, from: clockTime(now - 60_000), to: clockTime(now) }
    }
    case 'time':
      return { kind, lastMs: 60_000 }
  }
}

/** The SIP dialogs of these frames, the latest first. */
function dialogsIn(frames: readonly FrameView[]): readonly KnownDialog[] {
  const labels = new Map<string, string>()
  for (const { callId, handheld, openedSummary } of frames.toReversed()) {
    if (callId === null || labels.size >= mostListed) continue
    const [method = ''] = openedSummary.split(' ')
    // The request that is found last began it; answers say less.
    if (!labels.has(callId) || !/^\d/.test(method))
      labels.set(callId, `${handheld ?? ''} ${method} ${callId}`)
  }
  return [...labels].map(([callId, label]) => ({ callId, label: visibleText(label.trim()) }))
}

function ValueChooser({ scope }: { scope: Scope }) {
  switch (scope.kind) {
    case 'login':
      return <LoginChooser />
    case 'device':
      return <DeviceChooser handheld={scope.handheld} />
    case 'session':
      return <SessionChooser session={scope.session} />
    case 'dialog':
      return <DialogChooser {...scope} />
    case 'time':
      return <TimeChooser lastMs={scope.lastMs} />
    case 'range':
      return <RangeChooser {...scope} />
    case 'filter':
      return null
  }
}

interface Choice {
  value: string
  label: string
}

function Chooser({
  label,
  value,
  choices,
  onChoose,
}: {
  label: string
  value: string
  choices: readonly Choice[]
  onChoose: (value: string) => void
}) {
  const { ladder } = useWords().page
  const isKnown = choices.some((choice) => choice.value === value)
  return (
    <select
      className="field ladder-which"
      aria-label={label}
      value={value}
      onChange={(change) => onChoose(change.currentTarget.value)}
    >
      {!isKnown && <option value={value}>{value === '' ? ladder.none : visibleText(value)}</option>}
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  )
}

function LoginChooser() {
  const words = useWords()
  const { flow, ladder } = words.page
  const flows = useFlows()
  const pinned = useInterface((state) => state.pinnedFlow)
  return (
    <Chooser
      label={ladder.login}
      value={pinned ?? ''}
      choices={[
        { value: '', label: ladder.latestLogin },
        ...flows
          .slice(-40)
          .reverse()
          .map(({ handheld, id, result, startedAt }) => ({
            value: id,
            label: `${clockTime(startedAt)} ${visibleText(handheld)}: ${result === null ? flow.inProgress : words.endings[result].title}`,
          })),
      ]}
      onChoose={(id) => show({ pinnedFlow: id === '' ? null : id })}
    />
  )
}

function DeviceChooser({ handheld }: { handheld: string }) {
  const { ladder } = useWords().page
  const names = useHandheldNames()
  return (
    <Chooser
      label={ladder.device}
      value={handheld}
      choices={names.slice(0, mostListed).map((name) => ({ value: name, label: visibleText(name) }))}
      onChoose={(name) => showScope({ kind: 'device', handheld: name })}
    />
  )
}

function SessionChooser({ session }: { session: string }) {
  const { ladder } = useWords().page
  const sessions = useSnapshot((snapshot) => keyedLists.sessions.keys(snapshot.sessions), [])
  const ended = useLabStore((state) => state.endedSessions)
  const lab = useLabStore((state) => state.snapshot)
  const choices: Choice[] = [
    ...sessions.slice(0, mostListed).map((id) => {
      const one = lab && keyedLists.sessions.get(lab.sessions, id)
      return { value: id, label: one ? `${one.user} · ${visibleText(one.handheld)}` : id }
    }),
    ...ended.map(({ at, handheld, id, user }) => ({
      value: id,
      label: `${user} · ${visibleText(handheld)} · ${clockTime(at)}`,
    })),
  ]
  return (
    <Chooser
      label={ladder.session}
      value={session}
      choices={choices}
      onChoose={(id) => showScope({ kind: 'session', session: id })}
    />
  )
}

function DialogChooser({ callId, known }: { callId: string; known: readonly KnownDialog[] }) {
  const { ladder } = useWords().page
  return (
    <Chooser
      label={ladder.dialog}
      value={callId}
      choices={known.map((dialog) => ({ value: dialog.callId, label: dialog.label }))}
      onChoose={(id) => showScope({ kind: 'dialog', callId: id, known })}
    />
  )
}

function RangeChooser({ from, to }: { from: string; to: string }) {
  const { ladder } = useWords().page
  const field = (label: string, value: string, change: (value: string) => void) => (
    <input
      type="time"
      step={1}
      className="field ladder-clock"
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => {
        if (currentTarget.value !== '') change(currentTarget.value)
      }}
    />
  )
  return (
    <>
      {field(ladder.rangeFrom, from, (value) => showScope({ kind: 'range', from: value, to }))}
      {field(ladder.rangeTo, to, (value) => showScope({ kind: 'range', from, to: value }))}
    </>
  )
}

function TimeChooser({ lastMs }: { lastMs: number | null }) {
  const words = useWords()
  const { ladder } = words.page
  return (
    <Chooser
      label={ladder.time}
      value={String(lastMs)}
      choices={[
        ...lastTimes.map((ms) => ({ value: String(ms), label: ladder.last(lengthOfTime(ms, words)) })),
        { value: 'null', label: ladder.everythingKept },
      ]}
      onChoose={(value) => showScope({ kind: 'time', lastMs: value === 'null' ? null : Number(value) })}
    />
  )
}
