import { Failure } from '../../base/index.ts'
import type { Lab } from '../../lab/index.ts'

/** Something that was seen in a lab, as a line that is the same whenever the same happens. */
export interface Seen {
  /** Lab time since the start. */
  atMs: number
  text: string
}

/** What two labs are compared by, in this order. */
export const comparedKinds = ['flow', 'endings', 'frames'] as const
export type ComparedKind = (typeof comparedKinds)[number]
export type Observed = Record<ComparedKind, Seen[]>

/** Frames of an hour of 500 handhelds; each takes some 200 bytes. */
const mostSeen = 1_000_000

/**
 * Notes the steps of all logins, the ends of sessions, and all frames.
 * @param shown masks what differs in every run, such as ports
 * @returns what is seen, and a function that ends it once all of it has been told
 */
export function observe(
  lab: Lab,
  startMs: number,
  shown: (text: string) => string,
): { observed: Observed; end(): Promise<void> } {
  const all: Observed = { flow: [], frames: [], endings: [] }
  const add = (kind: ComparedKind, at: number, text: string) => {
    if (all[kind].length >= mostSeen) throw new Failure('branch-too-long', { most: mostSeen })
    all[kind].push({ atMs: at - startMs, text })
  }
  const handheldOf = new Map<string, string>()
  const stop = lab.api.subscribe(
    (event) => {
      if (event.type === 'flow') {
        const { id, handheld, result } = event.flow
        if (result !== null) handheldOf.delete(id)
        else handheldOf.set(id, handheld)
        if (result !== null) add('flow', event.at, `${handheld}: ${result}`)
      } else if (event.type === 'flow-step') {
        const { step, outcome, detail } = event.step
        add(
          'flow',
          event.at,
          `${handheldOf.get(event.id) ?? event.id}: step ${step} ${outcome} (${detail.code})`,
        )
      } else if (event.type === 'session-closed') {
        add('endings', event.at, `${event.handheld}: ${event.reason} (${event.id})`)
      } else if (event.type === 'frames') {
        for (const { at, hop, direction, handheld, openedSummary, sizeBytes } of event.frames) {
          const arrow = direction === 'up' ? '→' : '←'
          add('frames', at, `${handheld ?? '-'}: ${hop} ${arrow} ${shown(openedSummary)}, ${sizeBytes} bytes`)
        }
      }
    },
    ['flow', 'flow-step', 'session-closed', 'frames'],
  )
  return {
    observed: all,
    async end() {
      // A snapshot tells of the frames so far.
      await lab.api.snapshot()
      stop()
    },
  }
}
