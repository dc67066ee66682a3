import type { MessageState, MessengerView, SendOutcome } from '#contract'
import { reasonInEnglish } from '../../server/words/testing/in-english.ts'

/** One message and its state everywhere in the lab. Each text is written only once, so it identifies the message. */
export interface Entry {
  /** Beginning of the text, such as `text 12`. */
  readonly name: string
  readonly text: string
  /** The handheld on which the message was written. */
  readonly from: string
  /** Number of the message among those written on this handheld, from 1. */
  readonly sequence: number
  readonly to: string
  readonly at: number
  /** The outcome that the command `handheld.send` returned; null until then. */
  outcome: SendOutcome | null
  /** The state that the sender's handheld last showed. */
  state: MessageState | null
  why: string | null
  /** The sender's conversation was closed or lost with the power, so `state` is not updated any more. */
  isForgotten: boolean
  /** Conversations of recipients in which the message appeared. */
  readonly arrivals: { readonly handheld: string; readonly number: number }[]
}

export interface Account {
  readonly sent: number
  readonly delivered: number
  readonly rejected: number
  readonly unconfirmed: number
  /** Messages whose ending is unknown, because the sender's conversation was gone before. */
  readonly forgotten: number
  readonly wrong: readonly { readonly entry: Entry; readonly what: string }[]
}

/** Keeps account of every message in the lab: the state that its sender shows, and the conversations that contain it. */
export class Ledger {
  readonly #entries = new Map<string, Entry>()
  #count = 0
  readonly #sequences = new Map<string, number>()
  /** Received messages that have been recorded, by handheld and message ID. A handheld never reuses an ID. */
  readonly #seen = new Set<string>()
  /** Messages that appeared in a conversation though no handheld wrote them. */
  readonly #unknown: Entry[] = []

  get size(): number {
    return this.#entries.size
  }

  /** Adds a message. @param more suffix of the text @returns the entry, in which the caller records the outcome */
  write(from: string, to: string, at: number, more = ''): Entry {
    const sequence = (this.#sequences.get(from) ?? 0) + 1
    this.#sequences.set(from, sequence)
    this.#count += 1
    const name = `text ${this.#count}`
    const text = name + more
    const entry = {
      ...{ name, text, from, sequence, to, at },
      ...{ outcome: null, state: null, why: null, isForgotten: false, arrivals: [] },
    }
    this.#entries.set(text, entry)
    return entry
  }

  /** Removes a message that the handheld did not accept, since nobody was signed in. */
  remove({ text }: Entry): void {
    this.#entries.delete(text)
  }

  /** Records the messages of a conversation as a handheld shows them. @returns the entries of its own messages */
  read(handheld: string, messages: MessengerView['messages']): Entry[] {
    return messages.flatMap((message) => {
      const entry = this.#entries.get(message.text)
      if (message.isOwn) {
        if (!entry) return []
        entry.state = message.state
        entry.why = reasonInEnglish(message.why) || null
        return [entry]
      }
      const id = `${handheld} ${message.id}`
      if (this.#seen.has(id)) return []
      this.#seen.add(id)
      const number = Number(message.id.replace(/^\D+/, ''))
      if (entry) entry.arrivals.push({ handheld, number })
      else this.#unknown.push({ ...this.write(handheld, '', message.at), name: JSON.stringify(message.text) })
      return []
    })
  }

  /** Compares states and conversations at the end, when no message is under way any more. */
  close(): Account {
    const all = [...this.#entries.values()]
    const wrong = all.flatMap((entry) => {
      const what = whatIsWrong(entry)
      return what === null ? [] : [{ entry, what }]
    })
    const ending = (state: MessageState) => all.filter((entry) => endingOf(entry) === state).length
    const [delivered, rejected, unconfirmed] = [
      ending('delivered'),
      ending('rejected'),
      ending('unconfirmed'),
    ]
    return {
      ...{ sent: all.length, delivered, rejected, unconfirmed },
      forgotten: all.length - delivered - rejected - unconfirmed,
      wrong: [
        ...wrong,
        ...this.#outOfOrder(all),
        ...this.#unknown.map((entry) => ({ entry, what: 'arrived, and nobody had written it' })),
      ],
    }
  }

  /**
   * Finds messages that arrived in another order than they were written. The order is kept between one handheld and one
   * recipient on one handheld: two users who sign in on the same handheld one after the other have separate conversations.
   */
  #outOfOrder(all: readonly Entry[]): { entry: Entry; what: string }[] {
    const last = new Map<string, { entry: Entry; number: number }>()
    const wrong: { entry: Entry; what: string }[] = []
    for (const entry of all.toSorted((a, b) => a.sequence - b.sequence)) {
      for (const { handheld, number } of entry.arrivals) {
        const way = `${entry.from} > ${entry.to} > ${handheld}`
        const before = last.get(way)
        if (before && number < before.number) {
          wrong.push({ entry, what: `arrived before "${before.entry.name}", which was written earlier` })
        } else last.set(way, { entry, number })
      }
    }
    return wrong
  }
}

/** The last state that the sender's handheld showed. */
function endingOf({ state, outcome, isForgotten }: Entry): MessageState | null {
  const isEnding = state === 'delivered' || state === 'rejected' || state === 'unconfirmed'
  if (isEnding || !isForgotten) return state
  // The conversation was already gone when the command returned its outcome.
  return outcome === 'queued' ? state : outcome
}

function whatIsWrong(entry: Entry): string | null {
  const { arrivals, isForgotten, outcome } = entry
  const count = arrivals.length
  const places = arrivals.map(({ handheld }) => handheld).join(', ')
  if (count > 1) return `is ${count} times in conversations: ${places}`
  if (outcome === null) return 'was sent, and the command never answered'
  if (outcome === 'delivered' && count === 0) return 'was told as delivered, and is nowhere'
  if (outcome === 'rejected' && count > 0) return `was told as rejected, and is at ${places}`
  const ending = endingOf(entry)
  switch (ending) {
    case 'delivered':
      return count === 1 ? null : 'shows as delivered, and is nowhere'
    case 'rejected':
      return count === 0 ? null : `shows as rejected, and is at ${places}`
    case 'unconfirmed':
      return null
    case 'queued':
      // Messages of a closed conversation are still sent, so this one may arrive later.
      return isForgotten ? null : 'has no ending: it still waits on its handheld'
    default:
      return isForgotten ? null : `has no ending: it shows as ${ending}`
  }
}
