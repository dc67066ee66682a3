import { create } from 'zustand'
import type { EvidenceItem, EvidenceKind } from '#contract'

/** What somebody is asked to point at, in whatever pane it is. */
interface PointingRequest {
  /** What it is for, in a sentence. */
  purpose: string
  /** What can be pointed at. */
  kinds: readonly EvidenceKind[]
  onPick: (item: EvidenceItem) => void
}

/** While there is a request, everything that can be pointed at is outlined, and a press on it answers the request. */
export const usePointing = create<{ request: PointingRequest | null }>(() => ({ request: null }))

export function askToPoint(request: PointingRequest): void {
  usePointing.setState({ request })
}

export function stopPointing(): void {
  usePointing.setState({ request: null })
}

/** Answers the request, which is over then. */
export function pointAt(item: EvidenceItem): void {
  const { request } = usePointing.getState()
  if (request === null || !request.kinds.includes(item.kind)) return
  stopPointing()
  request.onPick(item)
}
