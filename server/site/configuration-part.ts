import type { Notice } from '#contract'
import { asBuffer } from '../base/bytes/index.ts'
import type { Clock } from '../clock/index.ts'
import {
  behindFaults,
  type ConfigurationDatabase,
  type ConfigurationReader,
  type DatabaseContent,
  openConfigurationDatabase,
  readContent,
  writeContent,
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
  /** Path of the database file, or `memory`. */
  location: string
  /** The explicit content of the lab file. */
  input: LabFileInput
  file: LabFile
  /** What another database held, with which this new one begins. */
  content: DatabaseContent | null
  /** Called when incomplete data in the database was repaired. */
  onRepair(notice: Notice): void
}

/** The Configuration Database, with the data that other parts use while they run. */
export class ConfigurationPart implements Part {
  readonly part = 'database'
  readonly #options: ConfigurationOptions
  /** What the database held before the lab started; null: it was new. */
  contentAtStart: DatabaseContent | null = null
  readonly #opened = new AfterStart<ConfigurationDatabase>(this.part)
  readonly #settings = new AfterStart<LiveSettings>(this.part)
  readonly #people = new AfterStart<People>(this.part)
  readonly #srp = new AfterStart<SrpIdentity>(this.part)

  constructor(options: ConfigurationOptions) {
    this.#options = options
  }

  /** The database for the lab itself, without faults. */
  get database(): ConfigurationDatabase {
    return this.#opened.get()
  }

  /** The database for emulated parts such as the Collaboration Service, with its faults. */
  get queries(): ConfigurationReader {
    return behindFaults(this.database, this.#options.faults)
  }

  get settings(): LiveSettings {
    return this.#settings.get()
  }

  get people(): People {
    return this.#people.get()
  }

  /** The SRP ID and key that wireless network and Dispatcher share. */
  get srp(): SrpIdentity {
    return this.#srp.get()
  }

  async start(): Promise<void> {
    const { clock, content, file, input, location, onRepair } = this.#options
    const database = await openConfigurationDatabase(location, clock)
    this.#opened.set(database)
    if (content) await writeContent(database, content)
    this.contentAtStart = content ?? (location === 'memory' ? null : await readContent(database))
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

/** Reads the SRP ID and key from the database, or makes and saves them. */
async function savedSrpIdentity(database: ConfigurationDatabase): Promise<SrpIdentity> {
  const saved = await database.setting('srp')
  if (saved !== undefined) {
    const [id = '', key = ''] = saved.split(' ')
    return { id, key: Buffer.from(key, 'hex') }
  }
  const made = createSrpIdentity()
  const text = `${made.id} ${asBuffer(made.key).toString('hex')}`
  await database.change((changes) => changes.saveSetting('srp', text))
  return made
}
