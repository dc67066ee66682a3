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
 * The settings of the service while the lab runs. At the start, settings in the lab file take precedence over the saved
 * ones. Changes are saved.
 */
export class LiveSettings {
  readonly #database: ConfigurationDatabase
  #view: ServiceView
  /** Changes run one after the other, since each one builds on the saved result of the previous one. */
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

  /** Changes settings. @throws {Failure} if they conflict or cannot be saved; then no setting is changed */
  change(changes: ServiceChanges): Promise<ServiceView> {
    return this.#changes.run(async () => {
      const view = checked(changedService(this.#view, changes))
      await this.#save(view)
      this.#view = view
      return view
    })
  }

  /** Restores the previous settings after a change that could not be applied, even if they cannot be saved. */
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

/** Parses JSON. @returns null if the text is invalid, which no schema accepts */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
