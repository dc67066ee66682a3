import { type HandheldView, loginResults, type SessionView } from '#contract'

/**
 * What can be said of a handheld at a glance. The first that applies is its sign on a tile, so they stand in the order in which
 * people need to know them.
 */
export const facets = [
  'off',
  /** The service has ended the session; the device shows somebody signed in until it hears of that. */
  'logged-out',
  'no-coverage',
  'refused',
  /** Somebody is signed in, and the client sends no status messages. */
  'silent',
  'signing-in',
  'signed-in',
  'signed-out',
  /** The network holds packets for it. */
  'held',
  'unread',
] as const
export type Facet = (typeof facets)[number]

/** A condition of a handheld, from what the device and the service know of it. */
export interface DeviceCondition {
  /** All that apply, in the order of `facets`. */
  facets: readonly Facet[]
  /** The one to show where there is room for one only. */
  sign: Facet
  /**
   * When the service takes its session for idle, so that a login which finds the maximum reached logs it out: `now` while the
   * device is outside coverage; at a lab time while nothing postpones it, which may have passed; else null.
   */
  idle: 'now' | { at: number } | null
}

/**
 * Derives the condition of a handheld.
 * @param session its session on the service; undefined: none
 * @param idleTimeoutMs null: not configured, and no session becomes idle
 */
export function conditionOf(
  handheld: HandheldView,
  session: SessionView | undefined,
  idleTimeoutMs: number | null,
): DeviceCondition {
  const applying = facetsOf(handheld, session)
  return {
    facets: applying,
    sign: applying[0] ?? 'signed-out',
    idle: idleOf(handheld, session, idleTimeoutMs),
  }
}

function idleOf(
  { sendsStatus, isOn }: HandheldView,
  session: SessionView | undefined,
  idleTimeoutMs: number | null,
): DeviceCondition['idle'] {
  if (session === undefined || idleTimeoutMs === null) return null
  if (!session.isInCoverage) return 'now'
  // As long as status messages come, each begins the time anew.
  return sendsStatus && isOn ? null : { at: session.lastStatusAt + idleTimeoutMs }
}

/** Those that apply to a handheld, in the order of `facets`. */
export function facetsOf(handheld: HandheldView, session: SessionView | undefined): readonly Facet[] {
  return facets.filter((facet) => tests[facet](handheld, session))
}

export function hasFacet(facet: Facet, handheld: HandheldView, session: SessionView | undefined): boolean {
  return tests[facet](handheld, session)
}

type Test = (handheld: HandheldView, session: SessionView | undefined) => boolean

const refusals: ReadonlySet<string> = new Set(loginResults)

const tests: Readonly<Record<Facet, Test>> = {
  off: isOff,
  'logged-out': (handheld, session) => is(handheld, 'signed-in') && session === undefined,
  'no-coverage': (handheld) => !isOff(handheld) && handheld.coverage === 'none',
  refused: (handheld) => is(handheld, 'signed-out') && refusals.has(handheld.reason ?? ''),
  silent: (handheld) => is(handheld, 'signed-in') && !handheld.sendsStatus,
  'signing-in': (handheld) => is(handheld, 'signing-in'),
  'signed-in': (handheld) => is(handheld, 'signed-in'),
  'signed-out': (handheld) => is(handheld, 'signed-out'),
  held: ({ waitingPackets }) => waitingPackets > 0,
  unread: (handheld) => !isOff(handheld) && handheld.unread > 0,
}

function isOff({ isOn, state }: HandheldView): boolean {
  return !isOn || state === 'off'
}

function is(handheld: HandheldView, state: HandheldView['state']): boolean {
  return !isOff(handheld) && handheld.state === state
}
