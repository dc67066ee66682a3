import { connect } from 'node:net'
import { type ConnectionEnd, causeOf, type Notice } from '#contract'
import { Failure } from '../base/index.ts'
import type { Clock, Generator, Timer } from '../clock/index.ts'
import { readEnvelope, SrpConnection, type SrpIdentity } from '../dispatcher/index.ts'
import type { FaultGate } from '../faults/index.ts'
import { type Air, Radio } from './radio.ts'

export interface WirelessOptions {
  clock: Clock
  generator: Generator
  dispatcher: { host: string; port: number }
  srp: SrpIdentity
  /** The faults of the wireless network. */
  faults: FaultGate
  onProblem(notice: Notice): void
}

/** The network's callbacks to a device. */
export interface Attachment {
  onPacket(packet: Uint8Array): void
  onReachabilityChanged(isReachable: boolean): void
  onWaitingChanged(): void
}

/** Maximum number of packets that are kept while the Dispatcher cannot be reached. A further one drops the oldest. */
const backlogLimit = 10_000
const unreadLimitBytes = 32 * 1_024 * 1_024
const firstRetryMs = 1_000
const longestRetryMs = 60_000

/**
 * The wireless network: carries packets between the radios of the devices and the Dispatcher over one SRP connection to port 3101,
 * and notifies the Dispatcher which devices it can reach.
 */
export class WirelessNetwork {
  readonly #options: WirelessOptions
  /** The effects of the faults, for all radios. */
  readonly #air: Air
  readonly #radios = new Map<string, Radio>()
  #backlog: Uint8Array[] = []
  #connection: SrpConnection | null = null
  #retry: Timer | null = null
  #retryMs = firstRetryMs
  #isStopped = false

  constructor(options: WirelessOptions) {
    this.#options = options
    const { faults } = options
    this.#air = {
      latencyMs: () => faults.latencyMs(),
      bitsPerSecond: () => faults.bitsPerSecond(),
      swallows: () => faults.hits('timeout'),
      pass: (line, direction, sizeBytes, pass) => faults.pass(line, direction, sizeBytes, pass),
    }
  }

  /** Connects to the Dispatcher. @throws {Failure} if the first attempt fails; after later losses the network retries by itself */
  async start(): Promise<void> {
    await this.#connect()
  }

  /** Adds a device to the network. Its coverage is good at first. */
  join(pin: string, attachment: Attachment): Radio {
    const { faults } = this.#options
    const radio = new Radio({
      clock: this.#options.clock,
      air: this.#air,
      generator: this.#options.generator.fork(pin),
      toNetwork: (packet) => this.#sendUp(packet),
      toDevice: (packet) => attachment.onPacket(packet),
      reachabilityChanged: (isReachable) => {
        if (this.#radios.get(pin) === radio) this.#connection?.sendCoverage(pin, isReachable)
        attachment.onReachabilityChanged(isReachable)
      },
      waitingChanged: () => attachment.onWaitingChanged(),
      packetDropped: () => this.#options.onProblem({ code: 'device-queue-full', facts: { pin } }),
    })
    this.#radios.set(pin, radio)
    radio.setOutage(faults.hits('down'))
    this.#connection?.sendCoverage(pin, radio.isReachable)
    return radio
  }

  /** Call when the fault `down` was set or cleared. Meanwhile the affected devices have no network but keep their coverage. */
  outageChanged(): void {
    for (const radio of this.#radios.values()) radio.setOutage(this.#options.faults.hits('down'))
  }

  /** Connects again after the server that had claimed its SRP ID is gone. */
  claimBack(): void {
    if (this.#connection || this.#isStopped) return
    this.#retry?.cancel()
    this.#connect().catch(() => this.#retryLater())
  }

  leave(pin: string): void {
    this.#radios.delete(pin)
    this.#connection?.sendCoverage(pin, false)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#retry?.cancel()
    this.#connection?.end()
  }

  #connect(): Promise<void> {
    const { clock, dispatcher, srp } = this.#options
    const release = clock.hold()
    return new Promise<void>((resolve, reject) => {
      const socket = connect(dispatcher.port, dispatcher.host)
      const refused = (error: Error) => {
        release()
        const place = `${dispatcher.host}:${dispatcher.port}`
        this.#report({ code: 'dispatcher-unreachable', facts: { address: place, cause: causeOf(error) } })
        reject(new Failure('no-dispatcher', { place, cause: error.message }))
      }
      socket.once('error', refused)
      socket.once('connect', () => {
        socket.off('error', refused)
        let isOpened = false
        const connection = new SrpConnection(socket, {
          clock,
          role: { side: 'connecting', identity: srp },
          passage: null,
          unreadLimitBytes,
          onOpen: () => {
            isOpened = true
            this.#opened(connection)
            resolve()
          },
          onPacket: (packet) => this.#deliver(packet),
          onClose: (end) => {
            release()
            if (!isOpened) this.#report({ code: 'dispatcher-closed', facts: { end } })
            reject(new Failure('dispatcher-closed', { cause: end?.cause ?? end?.code ?? null }))
            this.#closed(connection, end)
          },
        })
        release()
      })
    })
  }

  #report(notice: Notice): void {
    if (!this.#isStopped) this.#options.onProblem(notice)
  }

  #opened(connection: SrpConnection): void {
    this.#connection = connection
    this.#retryMs = firstRetryMs
    for (const [pin, radio] of this.#radios) connection.sendCoverage(pin, radio.isReachable)
    const backlog = this.#backlog
    this.#backlog = []
    for (const packet of backlog) connection.sendPacket(packet)
  }

  #closed(connection: SrpConnection, end: ConnectionEnd | null): void {
    if (this.#connection !== connection) return
    this.#connection = null
    // Do not reconnect: two servers would claim the SRP ID back from each other for ever.
    if (this.#isStopped || end?.code === 'srp-id-claimed') return
    this.#retryLater()
  }

  #retryLater(): void {
    this.#retry = this.#options.clock.after(this.#retryMs, () => {
      this.#retryMs = Math.min(2 * this.#retryMs, longestRetryMs)
      this.#connect().catch(() => this.#retryLater())
    })
  }

  #sendUp(packet: Uint8Array): void {
    if (this.#connection) return this.#connection.sendPacket(packet)
    this.#backlog.push(packet)
    if (this.#backlog.length > backlogLimit) {
      this.#backlog.shift()
      this.#options.onProblem({ code: 'dispatcher-queue-full', facts: {} })
    }
  }

  #deliver(packet: Uint8Array): void {
    try {
      // A packet for a device that has left is dropped, as a carrier would.
      this.#radios.get(readEnvelope(packet).pin)?.deliver(packet)
    } catch (error) {
      this.#options.onProblem({ code: 'network-packet-dropped', facts: { cause: causeOf(error) } })
    }
  }
}
