import type { WebSocket } from 'ws'
import { clientMessage, type LabApi, readOnlyCommands } from '#contract'
import { Failure } from '../../base/index.ts'
import { systemTime } from '../../clock/index.ts'
import { failureMessage } from '../failure-message.ts'
import type { LabProcesses } from '../lab-process/index.ts'
import { keepAlive, parse, serveApi } from '../web/index.ts'
import type { Classroom } from './classroom.ts'
import type { Seat } from './seat.ts'
import { isLessonCommand, lessonCommand, seatApi } from './seat-api.ts'

/** Closes the WebSocket of a page that is to connect anew, since its lab has changed. */
const movedCode = 1012
/** The same for a page that shows a lab by its name, which is gone: it should not try again. */
const noLabCode = 4404

export interface SeatPages {
  room: Classroom
  processes: LabProcesses
  /** The empty lab that seats without a lesson share. */
  lobby: LabApi
}

/** The pages that are connected, by their seats. */
export class SeatConnections {
  readonly #parts: SeatPages
  readonly #open = new Map<Seat, Set<WebSocket>>()

  constructor(parts: SeatPages) {
    this.#parts = parts
    parts.room.onMoved = (seat) => this.#moved(seat)
  }

  /**
   * Connects a trainee's page. A page that is loaded again is back in the lesson that is under way.
   * @param lab the lab that the page names; null: whichever the seat has
   */
  connect(seat: Seat, lab: string | null, connection: WebSocket): void {
    const { lobby, room } = this.#parts
    // A page of a trainee also connects to the lab of its lesson by name: it is counted once.
    this.#keep(seat, connection, lab === null)
    this.#onceThere(seat, connection, () => {
      const shown = lab ?? seat.lab
      if (shown === null) return serveApi(seatApi(room, seat, lobby), connection)
      if (shown !== seat.lab) return connection.close(noLabCode, 'there is no such lab at this seat')
      this.#relay(seat, shown, lab === null ? movedCode : noLabCode, connection, (message) =>
        this.#atSeat(seat, shown, message, connection),
      )
    })
  }

  /** Lets a page wait while the lesson of its seat is getting its lab, or another one: otherwise it would show the catalogue. */
  #onceThere(seat: Seat, connection: WebSocket, go: () => void): void {
    const { room } = this.#parts
    const { code } = seat
    const isThere = seat.lab !== null || seat.lesson === null
    if (isThere && seat.starting === null) return go()
    connection.pause()
    void (seat.starting ?? room.comeBack(seat)).then(() => {
      if (connection.readyState !== connection.OPEN) return
      connection.resume()
      if (seat.code === code) go()
      else connection.close(movedCode, 'this seat is free again')
    })
  }

  /** Connects a page on which the trainer looks at the lab of a seat. */
  look(seat: Seat, connection: WebSocket): void {
    this.#keep(seat, connection, false)
    this.#onceThere(seat, connection, () => this.#lookNow(seat, connection))
  }

  #lookNow(seat: Seat, connection: WebSocket): void {
    const { lobby, room } = this.#parts
    if (seat.lab === null) return serveApi(onlyWatching(seatApi(room, seat, lobby)), connection)
    this.#relay(seat, seat.lab, movedCode, connection, (message) => {
      const { data } = clientMessage.safeParse(message)
      if (data?.type !== 'call' || mayWatch(data.command)) return false
      connection.send(JSON.stringify(failureMessage(data.id, new Failure('only-watching', {}))))
      return true
    })
  }

  /** What the class does for a trainee itself. @returns whether the lab must not get the message */
  #atSeat(seat: Seat, lab: string, message: unknown, connection: WebSocket): boolean {
    const { room } = this.#parts
    const { data } = clientMessage.safeParse(message)
    if (data?.type !== 'call') return false
    const { id, command, input } = data
    if (command.startsWith('lesson.') || !readOnlyCommands.has(command)) seat.activeAt = systemTime()
    if (command === 'lesson.leave') {
      connection.send(JSON.stringify({ type: 'answer', id, output: null }), () => room.leave(seat, lab))
      return true
    }
    if (!isLessonCommand(command)) return false
    void lessonCommand(room, seat, command, input).then(
      (output) => connection.send(JSON.stringify({ type: 'answer', id, output })),
      (thrown: unknown) => connection.send(JSON.stringify(failureMessage(id, thrown))),
    )
    return true
  }

  #relay(
    seat: Seat,
    lab: string,
    endCode: number,
    connection: WebSocket,
    takes: (message: unknown) => boolean,
  ): void {
    const stopHeartbeat = keepAlive(connection)
    const face = this.#parts.processes.open(lab, {
      onText: (text, number) =>
        connection.send(text, (error) => {
          if (!error) face?.acknowledge(number)
        }),
      onEnded: () => connection.close(endCode, 'this lab has ended'),
    })
    if (face === null) connection.close(endCode, `the lab of seat ${seat.number} has ended`)
    connection.on('message', (data, isBinary) => {
      const message = isBinary ? null : parse(data)
      if (!takes(message)) face?.send(message)
    })
    connection.on('close', () => {
      stopHeartbeat()
      face?.close()
    })
    // The handler of the close event, which follows, cleans up. Without this listener an error would end the process.
    connection.on('error', () => {})
  }

  #keep(seat: Seat, connection: WebSocket, isPage: boolean): void {
    const open = this.#open.get(seat) ?? new Set()
    this.#open.set(seat, open.add(connection))
    if (isPage) {
      seat.pages += 1
      seat.awaySince = null
    }
    connection.on('close', () => {
      open.delete(connection)
      if (!isPage) return
      seat.pages -= 1
      if (seat.pages === 0 && seat.name !== null) seat.awaySince = systemTime()
    })
  }

  #moved(seat: Seat): void {
    for (const connection of this.#open.get(seat) ?? []) connection.close(movedCode, 'this lab has ended')
  }
}

/** Some commands that change nothing of the lab change what a lesson or a page has, which is the trainee's. */
function mayWatch(command: string): boolean {
  return (
    readOnlyCommands.has(command) && !/^(lesson|scenario|demo)\.|^traffic\.mark$|^past\.keep$/.test(command)
  )
}

function onlyWatching(api: LabApi): LabApi {
  return {
    ...api,
    call: (name, input) => {
      if (mayWatch(name)) return api.call(name, input)
      throw new Failure('only-watching', {})
    },
  }
}
