import type { StepMessage } from './messages-of-steps.ts'

/** How long a message travels over a hop in the diagram. Invented: in the lab it takes a millisecond. */
export const travelMs = 450

export interface Login {
  /** Empty where none is shown. */
  id: string
  /** Somebody goes through it step by step. */
  isReplayed: boolean
  /** It ended a while ago, so that its messages do not travel when it is looked at. */
  isOver: boolean
}

interface Departure {
  message: StepMessage
  /** How long it waits for those before it. */
  delayMs: number
  /** Stays the same for as long as it is drawn, so that it travels once. */
  key: string
}

/** When the messages of a login set out in the diagram: one after another, each once. */
export class Timetable {
  #login = ''
  /** Null: it has travelled, or was over before anybody looked. */
  #delays = new Map<string, number | null>()
  /** From when on nothing travels any more. */
  #freeAt = 0
  /** How long the texts wait for the messages that were on their way when they were first drawn. */
  #waits = new Map<string, number>()

  departures({ id, isReplayed, isOver }: Login, messages: readonly StepMessage[], now: number): Departure[] {
    if (id !== this.#login) {
      this.#login = id
      this.#delays = new Map()
      this.#freeAt = now
      this.#waits = new Map()
    }
    if (isReplayed) {
      // Each step travels while it is the one that is shown; afterwards the login does not travel again by itself.
      for (const known of this.#delays.keys()) this.#delays.set(known, null)
      for (const message of messages) this.#delays.set(message.id, null)
      return messages.map((message, index) => ({
        message,
        delayMs: index * travelMs,
        key: `${id} replayed ${message.id}`,
      }))
    }
    const departures: Departure[] = []
    for (const message of messages) {
      let delayMs = this.#delays.get(message.id)
      if (delayMs === undefined) {
        delayMs = isOver ? null : Math.max(0, this.#freeAt - now)
        this.#delays.set(message.id, delayMs)
        if (delayMs !== null) this.#freeAt = Math.max(now, this.#freeAt) + travelMs
      }
      if (delayMs !== null) departures.push({ message, delayMs, key: `${id} ${message.id}` })
    }
    return departures
  }

  /** How long a text that says what crosses waits until nothing travels any more. */
  waitOf(id: string, now: number): number {
    const known = this.#waits.get(id)
    if (known !== undefined) return known
    const wait = Math.max(0, this.#freeAt - now)
    this.#waits.set(id, wait)
    return wait
  }
}
