import type { IncomingMessage, ServerResponse } from 'node:http'
import { printable } from '../../base/index.ts'
import { systemTime } from '../../clock/index.ts'
import type { Seat, SeatMessage } from './seat.ts'

/** In characters: a message is a sentence or two. */
export const longestMessage = 500
/** Windows of one seat that follow at the same time. */
const mostFollowers = 8
const keepAliveMs = 30_000

/** Messages of the trainer to seats. Each seat has the latest one, which its pages are told at once, and again when they are loaded. */
export class ClassMessages {
  readonly #followers = new Map<Seat, Set<ServerResponse>>()
  #number = systemTime()

  /** Sends a message to everybody who sits at one of the seats. @returns how many they are */
  send(seats: readonly Seat[], typed: string): number {
    const text = [...printable(typed).trim()].slice(0, longestMessage).join('')
    const taken = text === '' ? [] : seats.filter(({ name }) => name !== null)
    this.#number += 1
    for (const seat of taken) {
      seat.message = { number: this.#number, text, isRead: false }
      this.#tell(seat)
    }
    return taken.length
  }

  /** The trainee has put a message away. */
  read(seat: Seat, number: number): void {
    if (seat.message?.number !== number) return
    seat.message.isRead = true
    this.#tell(seat)
  }

  /** Tells a page of the seat each message from now on, as server-sent events. */
  follow(seat: Seat, request: IncomingMessage, response: ServerResponse): void {
    const open = this.#followers.get(seat) ?? new Set()
    if (open.size >= mostFollowers) {
      // The answer after which a browser does not ask again.
      response.writeHead(204).end()
      return
    }
    this.#followers.set(seat, open.add(response))
    request.socket.setKeepAlive(true, keepAliveMs)
    response.on('close', () => open.delete(response))
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(eventOf(seat.message))
  }

  /** The seat is free again: what was written was for somebody else. */
  leave(seat: Seat): void {
    seat.message = null
    for (const response of this.#followers.get(seat) ?? []) response.end()
  }

  #tell(seat: Seat): void {
    for (const response of this.#followers.get(seat) ?? []) response.write(eventOf(seat.message))
  }
}

/** What has been read is not shown any more, in no window of the seat. */
function eventOf(message: SeatMessage | null): string {
  const shown = message === null || message.isRead ? null : { number: message.number, text: message.text }
  return `data: ${JSON.stringify(shown)}\n\n`
}
