import type { Notice } from '#contract'
import type { Clock } from '../clock/index.ts'
import {
  behindFaults,
  type ConfigurationDatabase,
  type ConfigurationReader,
  openConfigurationDatabase,
} from '../configuration/index.ts'
import { createSrpIdentity, type SrpIdentity } from '../dispatcher/index.ts'
import type { FaultGate } from '../faults/index.ts'
import type { LabFile, LabFileInput } from '../files/index.ts'
import { LiveSettings } from './live-settings.ts'
import { AfterStart, type Part } from './part.ts'
import { People } from './people.ts'
import { repairDatabase } from './repair-database.ts'

export interface ConfigurationOptions {
  clock: Clock
  faults: FaultGate
  /** A file, or `memory`. */
  location: string
  /** What the lab file says explicitly. */
  input: LabFileInput
  file: LabFile
  /** Something in the database was put right. */
  onRepair(notice: Notice): void
}

/** The Configuration Database, and what the other parts know of it while they run. */
export class ConfigurationPart implements Part {
  readonly part = 'database'
  readonly #options: ConfigurationOptions
  readonly #opened = new AfterStart<ConfigurationDatabase>(this.part)
  readonly #settings = new AfterStart<LiveSettings>(this.part)
  readonly #people = new AfterStart<People>(this.part)
  readonly #srp = new AfterStart<SrpIdentity>(this.part)

  constructor(options: ConfigurationOptions) {
    this.#options = options
  }

  /** The database as the lab itself reads and changes it. */
  get database(): ConfigurationDatabase {
    return this.#opened.get()
  }

  /** The database as the parts of the original ask it, such as the Collaboration Service: through its faults. */
  get queries(): ConfigurationReader {
    return behindFaults(this.database, this.#options.faults)
  }

  get settings(): LiveSettings {
    return this.#settings.get()
  }

  get people(): People {
    return this.#people.get()
  }

  /** The SRP ID and key with which the wireless network and the Dispatcher know each other. */
  get srp(): SrpIdentity {
    return this.#srp.get()
  }

  async start(): Promise<void> {
    const { clock, file, input, location, onRepair } = this.#options
    const database = await openConfigurationDatabase(location, clock)
    this.#opened.set(database)
    this.#settings.set(await LiveSettings.open(database, input))
    await repairDatabase(database, onRepair)
    const people = new People(database, file.domain.dns)
    await people.load()
    this.#people.set(people)
    this.#srp.set(await savedSrpIdentity(database))
  }

  async stop(): Promise<void> {
    await this.#opened.find()?.close()
  }

  describe() {
    return {}
  }
}

/** The SRP ID and key that the database keeps; made, and saved, where it has none. */
async function savedSrpIdentity(database: ConfigurationDatabase): Promise<SrpIdentity> {
  const saved = await database.setting('srp')
  if (saved !== undefined) {
    const [id = '', key = ''] = saved.split(' ')
    return { id, key: Buffer.from(key, 'hex') }
  }
  const made = createSrpIdentity()
  const text = `${made.id} ${Buffer.from(made.key).toString('hex')}`
  await database.change((changes) => changes.saveSetting('srp', text))
  return made
}
