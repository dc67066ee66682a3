import type { MessageState, MessengerView, SendOutcome } from '#contract'
import { reasonInEnglish } from '../../server/words/testing/in-english.ts'

/** A text, and all that is known of it anywhere in the lab. Each text is written once. */
export interface Entry {
  /** Such as `text 12`, with which the text begins. */
  readonly name: string
  readonly text: string
  /** The handheld on which it was written, and how many were written on it before. */
  readonly from: string
  readonly turn: number
  readonly to: string
  readonly at: number
  /** How sending ended, as the command told; null: it has not ended. */
  outcome: SendOutcome | null
  /** What the sender's messenger last showed. */
  state: MessageState | null
  why: string | null
  /** The sender's conversation is gone (closed, power lost), so that its state is as it was before. */
  isForgotten: boolean
  /** Conversations in which it appeared. */
  readonly arrivals: { readonly handheld: string; readonly number: number }[]
}

export interface Account {
  readonly sent: number
  readonly delivered: number
  readonly rejected: number
  readonly unconfirmed: number
  /** Written and told of no ending, because it was forgotten first. */
  readonly forgotten: number
  readonly wrong: readonly { readonly entry: Entry; readonly what: string }[]
}

/** Accounts for every text over the whole lab: what became of it by its sender's account, and where it is. */
export class Ledger {
  readonly #entries = new Map<string, Entry>()
  #count = 0
  readonly #turns = new Map<string, number>()
  /** Lines of conversations that were seen: a handheld never uses an ID again. */
  readonly #seen = new Set<string>()
  /** Texts that appeared in a conversation and that nobody wrote. */
  readonly #strangers: Entry[] = []

  get size(): number {
    return this.#entries.size
  }

  /** Somebody writes. @param more what follows the name in the text @returns what becomes of it is noted here */
  write(from: string, to: string, at: number, more = ''): Entry {
    const turn = (this.#turns.get(from) ?? 0) + 1
    this.#turns.set(from, turn)
    this.#count += 1
    const name = `text ${this.#count}`
    const text = name + more
    const entry = {
      ...{ name, text, from, turn, to, at },
      ...{ outcome: null, state: null, why: null, isForgotten: false, arrivals: [] },
    }
    this.#entries.set(text, entry)
    return entry
  }

  /** It was never taken: nobody was signed in. */
  strike({ text }: Entry): void {
    this.#entries.delete(text)
  }

  /** Notes what a handheld shows of a conversation. @returns the entries of its own messages */
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
      else
        this.#strangers.push({ ...this.write(handheld, '', message.at), name: JSON.stringify(message.text) })
      return []
    })
  }

  /** The books at the end, when everything has had its time. */
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
        ...this.#strangers.map((entry) => ({ entry, what: 'arrived, and nobody had written it' })),
      ],
    }
  }

  /**
   * What one handheld wrote to a person arrived at a handheld in the order of writing. Two people who were signed in on one
   * handheld in turn are two conversations.
   */
  #outOfOrder(all: readonly Entry[]): { entry: Entry; what: string }[] {
    const last = new Map<string, { entry: Entry; number: number }>()
    const wrong: { entry: Entry; what: string }[] = []
    for (const entry of all.toSorted((a, b) => a.turn - b.turn)) {
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

/** What the sender was told last. */
function endingOf({ state, outcome, isForgotten }: Entry): MessageState | null {
  const isEnding = state === 'delivered' || state === 'rejected' || state === 'unconfirmed'
  if (isEnding || !isForgotten) return state
  // The conversation was gone when the command answered.
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
      // A conversation that is closed sends what it had left to send.
      return isForgotten ? null : 'has no ending: it still waits on its handheld'
    default:
      return isForgotten ? null : `has no ending: it shows as ${ending}`
  }
}
