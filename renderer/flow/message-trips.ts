import type { FrameView, ProcessFlow } from '#contract'
import type { StepMessage } from './messages-of-steps.ts'

/**
 * The frames with which an instant message crosses the lab. Those of the wireless network are left out: its hop follows from the
 * next one, and nothing has to be decrypted for it.
 */
export const messageFilter =
  '(hop:dispatcher-service ("to sip:" or "from sip:" or receipt)) or (method:MESSAGE -"200 OK")'

/** An instant message on its way, as it is drawn. */
export class MessageTrips {
  readonly #wireless: string
  readonly #service: string
  /** What waits in the wireless network for handhelds that cannot be reached. */
  readonly #held = new Map<string, string>()

  constructor({ hops }: Pick<ProcessFlow, 'hops'>) {
    this.#wireless = hops[0]?.id ?? ''
    this.#service = hops[1]?.id ?? ''
  }

  /**
   * What a frame sends over which hops, in order.
   * @param isReachable whether the frame's handheld can be reached now
   */
  crossings(frame: FrameView, isReachable: boolean): StepMessage[] {
    const { direction, handheld, hop, number, protocol, toldOpened } = frame
    const on = (place: string, label: string): StepMessage => ({
      id: `message ${number} ${place}`,
      hop: place,
      direction,
      label,
    })
    if (protocol === 'SIP') return [on(hop, 'MESSAGE')]
    const name = handheld ?? ''
    switch (toldOpened?.code) {
      case 'message-to': {
        const label = `${name} → ${personIn(toldOpened.facts.who)}`
        return [on(this.#wireless, label), on(this.#service, label)]
      }
      case 'message-from': {
        const label = `${personIn(toldOpened.facts.who)} → ${name}`
        if (isReachable) return [on(this.#service, label), on(this.#wireless, label)]
        this.#held.set(name, label)
        return [on(this.#service, label)]
      }
      case 'receipt': {
        // The handheld has it now; what it says of that is not drawn.
        const label = this.#held.get(name)
        this.#held.delete(name)
        return label === undefined ? [] : [{ ...on(this.#wireless, label), direction: 'down' }]
      }
      default:
        return []
    }
  }
}

/** `bob` of `sip:bob@corp.example`. */
function personIn(address: string): string {
  return address.replace(/^sips?:/i, '').split('@')[0] ?? address
}
