import { type Cipher, causeOf, type Model, type Notice } from '#contract'
import { Failure } from '../base/index.ts'
import type { Clock, Generator, Timer } from '../clock/index.ts'
import type { ConfigurationDatabase, Device } from '../configuration/index.ts'
import { KeyRing, keyLifeMs, makeKeyGeneration } from '../dispatcher/index.ts'
import { Handheld } from '../handheld/index.ts'
import type { PlannedUser, Site } from '../site/index.ts'
import type { FlowReporter } from '../traffic/index.ts'

const nextMessageIdSetting = 'next-message-id'
/** Number of message IDs that each run reserves. It suffices for one status message a minute for 45 days. */
const messageIdsOfRun = 65_536
const highestId = 0xffffffff

export interface BenchOptions {
  clock: Clock
  generator: Generator
  site: Pick<Site, 'configuration' | 'wireless'>
  flow: FlowReporter
  /** Cipher suite of new handhelds. */
  cipher: Cipher
  /** Called when a handheld has changed. */
  changed(entry: BenchEntry): void
  onProblem(notice: Notice): void
}

/** A handheld on the bench with its record in the Configuration Database. */
export interface BenchEntry {
  device: Device
  handheld: Handheld
}

/** The handhelds of the lab, and the service's copies of their transport keys. */
export class Bench {
  readonly #options: BenchOptions
  readonly #byName = new Map<string, BenchEntry>()
  readonly #byPin = new Map<string, BenchEntry>()
  readonly #rings = new Map<string, KeyRing>()
  readonly #rotations = new Map<string, Timer>()
  /** Names and PINs of devices that are being saved, which no other device may get. */
  readonly #reserved = { names: new Set<string>(), pins: new Set<string>() }
  #firstMessageId = 1

  constructor(options: BenchOptions) {
    this.#options = options
  }

  /** The service's copy of a device's transport keys. */
  keyRing(pin: string): KeyRing | undefined {
    return this.#rings.get(pin)
  }

  nameOf(pin: string): string {
    return this.#byPin.get(pin)?.device.name ?? pin
  }

  hasDevice(pin: string): boolean {
    return this.#byPin.has(pin)
  }

  find(name: string): BenchEntry | undefined {
    return this.#byName.get(name)
  }

  /** @throws {Failure} if there is no such handheld */
  get(name: string): BenchEntry {
    const entry = this.#byName.get(name)
    if (entry) return entry
    throw new Failure('unknown-handheld', { name })
  }

  all(): BenchEntry[] {
    return [...this.#byName.values()]
  }

  /** Puts the handhelds of the Configuration Database on the bench. */
  async load(): Promise<void> {
    const { clock, site } = this.#options
    const { database } = site.configuration
    this.#firstMessageId = await reserveMessageIds(database)
    const keys = new Map<string, { generation: number; material: Uint8Array; madeAt: number }[]>()
    for (const { pin, ...key } of await database.transportKeys()) {
      keys.set(pin, [...(keys.get(pin) ?? []), key])
    }
    for (const device of await database.devices()) {
      const [current, previous] = (keys.get(device.pin) ?? []).toReversed()
      if (current)
        this.#add(device, new KeyRing(clock, device.cipher, current, previous ?? null, this.#firstMessageId))
    }
  }

  /**
   * Activates a device: chooses a free PIN and name unless they are given, and makes its first transport key.
   * @param newUser a user to save in the same transaction
   */
  async issue(
    wanted: { name?: string; user: string; pin?: string; model?: Model },
    newUser?: Pick<PlannedUser, 'write' | 'saved'>,
  ): Promise<BenchEntry> {
    const { cipher, clock, site } = this.#options
    const name = wanted.name ?? this.#freeName(wanted.user)
    const pin = wanted.pin?.toUpperCase() ?? this.#freePin(name)
    this.#refuseTaken(name, pin)
    const device: Device = { pin, name, model: wanted.model ?? 'bold-9900', userId: wanted.user, cipher }
    const key = makeKeyGeneration(clock, cipher)
    this.#reserved.names.add(name)
    this.#reserved.pins.add(pin)
    try {
      await site.configuration.database.change((changes) => {
        newUser?.write(changes)
        changes.saveDevice(device)
        changes.saveTransportKey({ pin, ...key })
      })
      newUser?.saved()
      return this.#add(device, new KeyRing(clock, cipher, key))
    } finally {
      this.#reserved.names.delete(name)
      this.#reserved.pins.delete(pin)
    }
  }

  /** Gives an existing device the user and model that a lab file names. */
  async reassign(entry: BenchEntry, user: string, model: Model): Promise<void> {
    if (entry.device.userId === user && entry.device.model === model) return
    const device = { ...entry.device, userId: user, model }
    await this.#options.site.configuration.database.change((changes) => changes.saveDevice(device))
    entry.device = device
  }

  async remove(name: string): Promise<BenchEntry> {
    const entry = this.get(name)
    const { pin } = entry.device
    await this.#options.site.configuration.database.change((changes) => changes.removeDevice(pin))
    // The device may have been removed and added again while the database was written.
    if (this.get(name) !== entry) return this.remove(name)
    entry.handheld.remove()
    this.#byName.delete(name)
    this.#byPin.delete(pin)
    this.#rotations.get(pin)?.cancel()
    this.#rotations.delete(pin)
    return entry
  }

  /**
   * Deletes the keys of a removed device. Call it when its last packets have arrived.
   * @returns false if a device with the same PIN was added meanwhile, whose keys are kept
   */
  forgetKeys(pin: string): boolean {
    if (this.#byPin.has(pin)) return false
    return this.#rings.delete(pin)
  }

  #add(device: Device, ring: KeyRing): BenchEntry {
    this.#rings.set(device.pin, ring)
    const { changed, clock, flow, generator, site } = this.#options
    const handheld = new Handheld({
      clock,
      generator: generator.fork(`handheld ${device.pin}`),
      network: site.wireless.network,
      flow,
      pin: device.pin,
      keys: ring.copy(),
      changed: () => {
        const entry = this.#byPin.get(device.pin)
        if (entry) changed(entry)
      },
    })
    const entry = { device, handheld }
    this.#byName.set(device.name, entry)
    this.#byPin.set(device.pin, entry)
    this.#scheduleKeyRotation(entry, ring)
    return entry
  }

  /** Gives both sides a new transport key every 30 days. */
  #scheduleKeyRotation({ device, handheld }: BenchEntry, ring: KeyRing): void {
    const { changed, clock, onProblem, site } = this.#options
    const leftMs = ring.current.madeAt + keyLifeMs - clock.now()
    const timer = clock.after(leftMs, () => {
      const next = makeKeyGeneration(clock, device.cipher, ring)
      ring.rotate(next)
      handheld.keys.rotate(next)
      const release = clock.hold()
      void site.configuration.database
        .change((changes) => changes.saveTransportKey({ pin: device.pin, ...next }))
        // Both sides use the new key all the same; after a restart both have the one before.
        .catch((error: unknown) =>
          onProblem({
            code: 'transport-key-not-saved',
            facts: { handheld: device.name, cause: causeOf(error) },
          }),
        )
        .finally(release)
      const entry = this.#byPin.get(device.pin)
      if (!entry) return
      changed(entry)
      this.#scheduleKeyRotation(entry, ring)
    })
    this.#rotations.set(device.pin, timer)
  }

  #refuseTaken(name: string, pin: string): void {
    if (this.#isNameTaken(name)) {
      throw new Failure('name-taken', { name })
    }
    if (this.#isPinTaken(pin)) {
      throw new Failure('pin-taken', { name: this.nameOf(pin), pin })
    }
  }

  #isNameTaken(name: string): boolean {
    return this.#byName.has(name) || this.#reserved.names.has(name)
  }

  #isPinTaken(pin: string): boolean {
    return this.#byPin.has(pin) || this.#reserved.pins.has(pin)
  }

  #freeName(user: string): string {
    if (!this.#isNameTaken(user)) return user
    for (let number = 2; ; number += 1) {
      if (!this.#isNameTaken(`${user} ${number}`)) return `${user} ${number}`
    }
  }

  /** Draws a free PIN. PINs of the era start with 2. The generator is forked by name, so that a seed determines the PIN. */
  #freePin(name: string): string {
    const generator = this.#options.generator.fork(`pin ${name}`)
    for (;;) {
      const pin = generator.integer(0x20000000, 0x2fffffff).toString(16).toUpperCase()
      if (!this.#isPinTaken(pin)) return pin
    }
  }
}

/**
 * Reserves message IDs for this run, above those of the previous run, since the keys are still the same. So the Dispatcher need not
 * save received IDs, and a packet recorded in an earlier run counts as a replay.
 * @returns the first reserved ID
 */
async function reserveMessageIds(database: ConfigurationDatabase): Promise<number> {
  const saved = Number((await database.setting(nextMessageIdSetting)) ?? 1)
  const first = Number.isInteger(saved) && saved >= 1 && saved <= highestId - messageIdsOfRun ? saved : 1
  await database.change((changes) =>
    changes.saveSetting(nextMessageIdSetting, String(first + messageIdsOfRun)),
  )
  return first
}
