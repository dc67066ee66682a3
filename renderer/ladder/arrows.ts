import type { FrameView, ProcessFlow } from '#contract'
import { type Arrow, laneOfHandheld, otherHandhelds } from './items.ts'
import { mostHandheldLanes } from './lanes.ts'

/** A packet with the same number that crosses again within this time is a repetition: numbers begin anew some day. */
const repeatMs = 10 * 60_000

/**
 * The frames as arrows between lanes.
 * @param handhelds those that have a lane of their own, as `handheldsIn` tells
 */
export function arrowsOf(
  frames: readonly FrameView[],
  { hops }: ProcessFlow,
  handhelds: readonly string[],
): readonly Arrow[] {
  const ends = new Map(hops.map((hop) => [hop.id, hop]))
  const own = new Set(handhelds.slice(0, mostHandheldLanes))
  const packets = new Map<string, number>()

  return frames.flatMap((frame): Arrow[] => {
    const hop = ends.get(frame.hop)
    if (hop === undefined) return []
    const lane = (part: string) => (part === 'handheld' ? laneOfSender(frame, own) : part)
    const isUp = frame.direction === 'up'
    const passesNetwork = hop.from === 'handheld' && frame.protocol !== 'SRP' && frame.handheld !== null
    return [
      {
        kind: 'arrow',
        id: `frame ${frame.number}`,
        at: frame.at,
        frame,
        from: lane(isUp ? hop.from : hop.to),
        to: lane(isUp ? hop.to : hop.from),
        via: passesNetwork ? 'wireless' : null,
        isRefusal: isRefusal(frame),
        isRepeat: isRepeat(frame, packets),
      },
    ]
  })
}

/** SRP is what wireless network and Dispatcher say to each other of devices; no device takes part. */
function laneOfSender({ handheld, protocol }: FrameView, own: ReadonlySet<string>): string {
  if (protocol === 'SRP' || handheld === null) return 'wireless'
  return own.has(handheld) ? laneOfHandheld(handheld) : otherHandhelds
}

/**
 * Whether the frame refuses what was asked. The opened summary begins with the protocol's own word for it, in every language: a
 * SIP status, or an LDAP result code. Content says it by its code; a bundle that an earlier version wrote has the text alone.
 */
function isRefusal({ openedSummary, protocol, toldOpened }: FrameView): boolean {
  if (protocol === 'SIP') return /^[4-6]\d\d /.test(openedSummary) && !/^(401|407) /.test(openedSummary)
  if (protocol === 'LDAP') {
    const [, result] = /^\w+(?:Response|Done) (\w+)/.exec(openedSummary) ?? []
    return result !== undefined && result !== 'success' && result !== 'saslBindInProgress'
  }
  if (toldOpened !== undefined) return toldOpened.code === 'login-rejected'
  return openedSummary.startsWith('login-rejected')
}

/** Whether an envelope with the same number of message and packet crossed before, in the same direction and with the same size. */
function isRepeat(frame: FrameView, packets: Map<string, number>): boolean {
  if (frame.protocol !== 'Envelope') return false
  const { at, direction, handheld, openedSummary, sizeBytes, summary } = frame
  const key = [handheld, direction, sizeBytes, summary, openedSummary].join('\n')
  const before = packets.get(key)
  packets.set(key, at)
  return before !== undefined && at - before < repeatMs
}
