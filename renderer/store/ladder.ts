import { z } from 'zod'
import { create } from 'zustand'

/** What the ladder shows, and how. Lanes and gaps are remembered; the scope lasts until the page is closed. */

/** Which frames and decisions. */
export type Scope =
  /** The login that the flow pane shows: the pinned one, or the latest. */
  | { kind: 'login' }
  | { kind: 'device'; handheld: string }
  | { kind: 'session'; session: string }
  | { kind: 'dialog'; callId: string; known: readonly KnownDialog[] }
  /** Everything of the last so many milliseconds; null: everything that the lab keeps. */
  | { kind: 'time'; lastMs: number | null }
  /** Everything between two times of day, such as `10:05:30`. */
  | { kind: 'range'; from: string; to: string }
  /** The filter of Traffic. */
  | { kind: 'filter' }
export type ScopeKind = Scope['kind']
export const scopeKinds: readonly ScopeKind[] = [
  ...(['login', 'device', 'session', 'dialog', 'time', 'range', 'filter'] as const),
]

/** A SIP dialog that was there when somebody chose to see one. */
export interface KnownDialog {
  callId: string
  label: string
}

const key = 'bramble.ladder'
const names = z.array(z.string().max(200)).max(200)
const remembered = z.object({
  gaps: z.enum(['folded', 'scale']).catch('folded'),
  /** Lanes in their order, by id; others stand where the process flow has them. */
  order: names.catch([]),
  hidden: names.catch([]),
})
type Remembered = z.infer<typeof remembered>

export const ladderForms = ['svg', 'png', 'text', 'mermaid', 'clipboard'] as const
export type LadderForm = (typeof ladderForms)[number]

/** The ladder that is drawn, for those who do something with it from elsewhere. */
interface ShownLadder {
  lanes: readonly { id: string; label: string }[]
  save(form: LadderForm): void
}

export interface LadderState extends Remembered {
  scope: Scope
  /** Null: none is drawn. */
  shown: ShownLadder | null
}

function stored(): Remembered {
  try {
    return remembered.parse(JSON.parse(localStorage.getItem(key) ?? '{}'))
  } catch {
    return remembered.parse({})
  }
}

export const useLadder = create<LadderState>(() => ({ ...stored(), scope: { kind: 'login' }, shown: null }))

export function showScope(scope: Scope): void {
  useLadder.setState({ scope })
}

export function ladderIsShown(shown: ShownLadder | null): void {
  useLadder.setState({ shown })
}

/** Changes how the ladder is drawn, and remembers it. Without storage it lasts until the page is closed. */
export function drawLadder(change: Partial<Remembered>): void {
  useLadder.setState(change)
  const { gaps, hidden, order } = useLadder.getState()
  try {
    localStorage.setItem(key, JSON.stringify({ gaps, hidden, order }))
  } catch {
    return
  }
}
