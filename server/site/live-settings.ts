import { z } from 'zod'
import {
  changedService,
  defaultService,
  type ServiceChanges,
  type ServiceSettings,
  type ServiceView,
  serviceChangesOf,
  serviceView,
  settingConflict,
  type Transport,
  writtenServiceChanges,
} from '#contract'
import { Failure, SerialQueue } from '../base/index.ts'
import type { ConfigurationDatabase } from '../configuration/index.ts'
import type { LabFileInput } from '../files/index.ts'

const settingName = 'service'

/**
 * The service's settings while the lab runs. What the lab file says explicitly wins at the start; what it leaves out is
 * as last saved. Changes are saved.
 */
export class LiveSettings {
  readonly #database: ConfigurationDatabase
  #view: ServiceView
  /** Each change adds to what the one before it has saved. */
  readonly #changes = new SerialQueue()

  private constructor(database: ConfigurationDatabase, view: ServiceView) {
    this.#database = database
    this.#view = view
  }

  static async open(database: ConfigurationDatabase, file: LabFileInput): Promise<LiveSettings> {
    const saved = readSaved(await database.setting(settingName))
    const transport =
      file.communicationsServer?.external?.transport ?? file.communicationsServer?.listen?.transport
    const written = writtenServiceChanges.parse(file.service ?? {})
    const explicit = { ...serviceChangesOf(written), transport }
    return new LiveSettings(
      database,
      checked(changedService(changedService(defaultService, saved), explicit)),
    )
  }

  get view(): ServiceView {
    return this.#view
  }

  get service(): ServiceSettings {
    return this.#view
  }

  get transport(): Transport {
    return this.#view.transport
  }

  /** @throws {Failure} where the settings do not go together, or cannot be saved; nothing is changed then */
  change(changes: ServiceChanges): Promise<ServiceView> {
    return this.#changes.run(async () => {
      const view = checked(changedService(this.#view, changes))
      await this.#save(view)
      this.#view = view
      return view
    })
  }

  /** Goes back to what was in force, which could not be put into practice; also where that cannot be saved any more. */
  async restore(view: ServiceView): Promise<void> {
    await this.#changes.settled()
    this.#view = view
    await this.#save(view).catch(() => {})
  }

  #save(view: ServiceView): Promise<void> {
    return this.#database.change((changes) => changes.saveSetting(settingName, JSON.stringify(view)))
  }
}

/** TCP may be configured for OCS 2007 R2 only (step 4e of the process flow). */
function checked(view: ServiceView): ServiceView {
  if (settingConflict(view) === 'tcp-needs-r2') {
    throw new Failure('tcp-needs-r2', {})
  }
  return view
}

function readSaved(text: string | undefined): ServiceChanges {
  if (text === undefined) return {}
  const saved = serviceView.partial().safeParse(parseJson(text))
  if (saved.success) return saved.data
  throw new Failure('unreadable-settings', { problem: z.prettifyError(saved.error) })
}

/** @returns null where it is none, which no schema takes */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
