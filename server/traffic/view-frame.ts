import type { FrameView } from '#contract'
import type { CapturedFrame } from './frame-segment.ts'

/** A frame as faces see it. */
export function viewFrame(frame: CapturedFrame, nameOf: (pin: string) => string): FrameView {
  return {
    number: frame.number,
    at: frame.at,
    hop: frame.hop,
    direction: frame.direction,
    handheld: frame.pin === null ? null : nameOf(frame.pin),
    protocol: frame.protocol,
    sizeBytes: frame.sizeBytes,
    isEncrypted: frame.isEncrypted,
    summary: frame.summary(),
    openedSummary: frame.openedSummary(),
    told: frame.told?.(false) ?? undefined,
    toldOpened: frame.told?.(true) ?? undefined,
    flow: frame.origin?.flow ?? null,
    step: frame.origin?.step ?? null,
    session: frame.origin?.session ?? null,
    user: frame.origin?.user ?? null,
    callId: frame.callId?.() ?? null,
  }
}
