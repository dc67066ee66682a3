import type { ClientMessage, LabApi, ServerMessage, TrafficPosition, TrafficReader } from '#contract'
import { badMessage, failureMessage } from './failure-message.ts'

type TrafficMessage = Exclude<ClientMessage, { type: 'call' | 'watch' }>

/** Maximum number of readers that one face has open. The oldest is closed for a new one. */
const mostReaders = 8

interface OpenReader {
  /** Null until it is open. */
  reader: TrafficReader | null
  isClosed: boolean
  /** The latest position that waits until the face has read what it was sent. */
  waiting: TrafficPosition | null
}

/** The readers of frames of one face. A face that reads slowly is sent fewer positions, the latest each time. */
export class TrafficSession {
  readonly #api: LabApi
  readonly #reply: (message: ServerMessage) => void
  readonly #drained: () => Promise<void>
  readonly #readers = new Map<number, OpenReader>()
  #isSending = false

  constructor(api: LabApi, reply: (message: ServerMessage) => void, drained: () => Promise<void>) {
    this.#api = api
    this.#reply = reply
    this.#drained = drained
  }

  handle(message: TrafficMessage): void {
    switch (message.type) {
      case 'read-traffic':
        return void this.#open(message)
      case 'traffic-rows':
        return void this.#sendRows(message)
      case 'close-traffic':
        return this.#close(message.id)
    }
  }

  close(): void {
    for (const id of [...this.#readers.keys()]) this.#close(id)
  }

  async #open({ id, query }: TrafficMessage & { type: 'read-traffic' }): Promise<void> {
    this.#close(id)
    const [oldest] = this.#readers.keys()
    if (oldest !== undefined && this.#readers.size >= mostReaders) this.#close(oldest)
    const open: OpenReader = { reader: null, isClosed: false, waiting: null }
    this.#readers.set(id, open)
    try {
      const reader = await this.#api.readTraffic(query, (position) => {
        open.waiting = position
        void this.#sendPositions()
      })
      if (open.isClosed) return reader.close()
      open.reader = reader
      this.#reply({ type: 'answer', id, output: reader.position })
    } catch (thrown) {
      this.#close(id)
      this.#reply(failureMessage(id, thrown))
    }
  }

  async #sendRows({ id, reader, from, count }: TrafficMessage & { type: 'traffic-rows' }): Promise<void> {
    try {
      const rows = await this.#readers.get(reader)?.reader?.rows(from, count)
      if (rows) this.#reply({ type: 'answer', id, output: rows })
      else this.#reply(failureMessage(id, badMessage(`there is no open reader ${reader}`)))
    } catch (thrown) {
      this.#reply(failureMessage(id, thrown))
    }
  }

  async #sendPositions(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    await this.#drained()
    this.#isSending = false
    for (const [id, open] of this.#readers) {
      if (open.waiting === null || open.reader === null) continue
      this.#reply({ type: 'traffic', id, position: open.waiting })
      open.waiting = null
    }
  }

  #close(id: number): void {
    const open = this.#readers.get(id)
    if (!open) return
    this.#readers.delete(id)
    open.isClosed = true
    open.reader?.close()
  }
}
