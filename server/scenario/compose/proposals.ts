import type { Assertion, ProposalAbout, Snapshot } from '#contract'
import type { Expectation } from '../expectations/index.ts'
import { expectation } from '../expectations/index.ts'
import type { Act } from './acts.ts'
import type { Lived } from './lived.ts'
import type { Fact, Relived } from './relive.ts'

/** An expectation that a scenario of what was done may have. */
export interface Proposal {
  id: string
  about: ProposalAbout
  isUsual: boolean
  /** Lab time since the lab started at which it came to hold, and how many commands had been given by then. */
  atMs: number
  commands: number
  /** As written in a file, without `within` and `since`. */
  expect: Readonly<Record<string, unknown>>
  /** Whether what it counts must have come after the scenario's range begins. */
  counts: boolean
}

/** More than anybody reads; a scenario with so many would be about nothing. */
const mostProposals = 300
const mostTexts = 20
const mostHandhelds = 60

/** Endings that come by themselves: nobody did just that by a command. */
const ownEndings: ReadonlySet<string> = new Set([
  'idle',
  'inactive',
  'unavailable',
  'replaced',
  'service-stopped',
])

/** Proposes what to expect: from facts, in the order in which they happened, and then of the end. */
export function proposalsOf(
  lived: Lived,
  relived: Relived,
  acts: readonly Act[],
  { assertions, cutMs }: { assertions: readonly Assertion[]; cutMs: number },
): Proposal[] {
  const ids = new Map<string, number>()
  const add = ({ id, ...proposal }: Proposal): Proposal => {
    const count = (ids.get(id) ?? 0) + 1
    ids.set(id, count)
    return { ...proposal, id: count === 1 ? id : `${id}:${count}` }
  }
  const happened = relived.facts
    .filter(({ atMs }) => atMs >= cutMs)
    .flatMap((fact) => proposalsOfFact(fact, acts))
  const asserted = assertions.map((one) => proposalOfAssertion(one, lived))
  const ordered = [...happened, ...asserted].toSorted((one, other) => one.atMs - other.atMs)
  return [...ordered.slice(0, mostProposals), ...proposalsOfEnd(lived, relived, acts, cutMs)]
    .map(add)
    .filter(({ expect }) => isExpectation(expect))
}

export function parsedExpectation(written: object): Expectation | null {
  return expectation.safeParse(written).data ?? null
}

function isExpectation(written: object): boolean {
  return parsedExpectation(written) !== null
}

function proposalsOfFact(fact: Fact, acts: readonly Act[]): Proposal[] {
  const { atMs, commands } = fact
  const at = { atMs, commands, isUsual: true, counts: false }
  switch (fact.fact) {
    case 'signed-out': {
      const { handheld, reason } = fact
      if (reason === null || !ownEndings.has(reason)) return []
      const expect = { handheld: { [handheld]: { state: 'signed-out', reason } } }
      return [
        { ...at, id: `signed-out:${handheld}`, about: { code: 'signed-out', handheld, reason }, expect },
      ]
    }
    case 'signed-in': {
      const { handheld } = fact
      if (isByLogin(handheld, atMs, acts)) return []
      const expect = { handheld: { [handheld]: 'signed-in' } }
      return [{ ...at, id: `signed-in:${handheld}`, about: { code: 'signed-in', handheld }, expect }]
    }
    case 'session-closed': {
      const { handheld, reason } = fact
      if (!ownEndings.has(reason)) return []
      const text = `of ${handheld} ended: ${reason}`
      return [
        {
          ...at,
          id: `log:${handheld}`,
          about: { code: 'log', text },
          isUsual: false,
          counts: true,
          expect: { log: text },
        },
      ]
    }
    case 'login':
      return proposalsOfLogin(fact.flow, at)
  }
}

function proposalsOfLogin(
  { handheld, result, steps }: Extract<Fact, { fact: 'login' }>['flow'],
  at: Pick<Proposal, 'atMs' | 'commands' | 'isUsual' | 'counts'>,
): Proposal[] {
  // The step that decided it; later ones only carry the refusal back.
  const refused = steps.find(({ outcome }) => outcome === 'refused')
  if (result !== 'accepted' && refused !== undefined) {
    const { detail, step } = refused
    return [
      {
        ...at,
        id: `refused:${handheld}`,
        about: { code: 'refused', handheld, step, detail: detail.code },
        expect: { flow: { handheld, step, outcome: 'refused', code: detail.code } },
      },
    ]
  }
  const room = steps.find(({ detail }) => detail.code === 'idle-logged-out')
  if (room === undefined) return []
  const { detail, outcome, step } = room
  return [
    {
      ...at,
      id: `made-room:${handheld}`,
      about: { code: 'made-room', handheld },
      expect: { flow: { handheld, step, outcome, code: detail.code } },
    },
  ]
}

/** Whether somebody logged in there by hand at that time. */
function isByLogin(handheld: string, atMs: number, acts: readonly Act[]): boolean {
  return acts.some(
    (act) =>
      act.atMs <= atMs &&
      atMs <= act.untilMs + answerMs &&
      act.step !== null &&
      handheldOfLogin(act) === handheld,
  )
}

/** The command is answered when the handheld knows; an event may come a moment later. */
const answerMs = 1

function handheldOfLogin({ step }: Act): string | null {
  const login = step?.login
  if (typeof login === 'string') return login
  if (typeof login === 'object' && login !== null && 'handheld' in login) return String(login.handheld)
  return null
}

function proposalsOfEnd(lived: Lived, relived: Relived, acts: readonly Act[], cutMs: number): Proposal[] {
  const { end, messages } = relived
  const atMs = Math.max(relived.lastMs, cutMs)
  const at = { atMs, commands: lived.commands.length, isUsual: true, counts: false }
  const proposals: Proposal[] = []
  for (const [handheld, shown] of messages) {
    const since = shown.filter((message) => message.atMs >= cutMs)
    for (const { state, text } of since.filter(({ isOwn }) => isOwn)) {
      if (state === null || state === 'sent' || !isLater(acts, handheld, text)) continue
      proposals.push({
        ...at,
        id: `sent:${handheld}`,
        about: { code: 'sent', handheld, text, state },
        expect: { sent: { [handheld]: { [text]: state } } },
      })
    }
    const texts = since.filter(({ isOwn }) => !isOwn).map(({ text }) => text)
    if (texts.length === 0) continue
    proposals.push({
      ...at,
      id: `received:${handheld}`,
      about: { code: 'received', handheld, count: texts.length },
      counts: true,
      expect: { messages: { [handheld]: texts.length <= mostTexts ? texts : { count: texts.length } } },
    })
  }
  for (const { name, reason, state } of concerned(end, relived, acts, cutMs).slice(0, mostHandhelds)) {
    const expect = { handheld: { [name]: reason === null ? state : { state, reason } } }
    proposals.push({
      ...at,
      id: `state:${name}`,
      about: { code: 'state', handheld: name, state, reason },
      expect,
    })
  }
  const { length } = end.sessions
  proposals.push({
    ...at,
    id: 'sessions',
    about: { code: 'sessions', count: length },
    expect: { sessions: length },
  })
  return proposals
}

/** Whether the end of a message was not known yet when its sending was answered: then the step says nothing of it. */
function isLater(acts: readonly Act[], handheld: string, text: string): boolean {
  const sent = acts.findLast(({ step }) => {
    const send = step?.send
    return (
      typeof send === 'object' &&
      send !== null &&
      'from' in send &&
      'text' in send &&
      send.from === handheld &&
      send.text === text
    )
  })
  const send = sent?.step?.send
  return typeof send === 'object' && send !== null && 'expect' in send && send.expect === 'queued'
}

/** Handhelds with which anything was done, or to which anything happened. */
function concerned(
  end: Snapshot,
  { facts }: Relived,
  acts: readonly Act[],
  cutMs: number,
): Snapshot['handhelds'] {
  const names = new Set(end.handhelds.map(({ name }) => name))
  const named = new Set<string>()
  for (const fact of facts) if (fact.atMs >= cutMs && 'handheld' in fact) named.add(fact.handheld)
  for (const { atMs, step } of acts) {
    if (atMs < cutMs || step === null) continue
    for (const word of wordsIn(step)) if (names.has(word)) named.add(word)
  }
  return end.handhelds.filter(({ name }) => named.has(name))
}

function* wordsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    yield key
    yield* wordsIn(inner)
  }
}

function proposalOfAssertion(one: Assertion, { commands, startMs }: Lived): Proposal {
  const atMs = Math.max(0, one.at - startMs)
  const given = commands.filter((command) => command.atMs < atMs).length
  const counts = one.about === 'frame' || one.about === 'log'
  return {
    id: `asserted:${one.about}`,
    about: { code: 'asserted', assertion: one },
    isUsual: true,
    atMs,
    commands: given,
    counts,
    expect: expectationOf(one),
  }
}

/** What somebody asserted, as a file has it. */
export function expectationOf(one: Assertion): Readonly<Record<string, unknown>> {
  switch (one.about) {
    case 'handheld':
      return {
        handheld: {
          [one.handheld]: one.reason === null ? one.state : { state: one.state, reason: one.reason },
        },
      }
    case 'sessions':
      return { sessions: one.count }
    case 'frame':
      return { frames: { filter: one.filter } }
    case 'log':
      return { log: one.text }
    case 'flow':
      return { flow: { handheld: one.handheld, step: one.step, outcome: one.outcome, code: one.code } }
  }
}
