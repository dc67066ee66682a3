import { z } from 'zod'
import { formatDuration } from './duration.ts'
import {
  choice,
  choices,
  count,
  onOff,
  optionalCount,
  optionalTime,
  type Setting,
  type SettingValue,
  time,
} from './setting.ts'
import { type TimeLimitName, timeLimits } from './time-limits.ts'
import { ciphers, environments, environmentTransports, transports } from './vocabulary.ts'

/**
 * The table of all settings of the lab file, by section, with their keys, limits, defaults and meanings. The schemas of lab files
 * and scenarios, the API, the service panel, the palette and `docs/settings.md` are derived from it. A new setting needs a row
 * here, and a label and hint in the words of each language.
 *
 * The order is that of the panel. Addresses (`listen`, `external`) are not settings; they are in `server/files/schema.ts`.
 */
export const settings = {
  service: {
    maximumSessions: optionalCount(
      { least: 1, most: 1_000_000_000 },
      { default: null, isLive: true, means: 'Maximum simultaneous sessions; null: not configured' },
    ),
    idleTimeout: optionalTime(1, {
      default: null,
      isLive: true,
      means:
        'Timeout limit: how old the last status message may be before a session counts as idle; null: not configured',
    }),
    inactivityTimeout: optionalTime(1, {
      default: null,
      isLive: true,
      means:
        'Ends any session in which the person did nothing for longer: sending, typing, reading, changing presence or contacts counts, status messages do not; whether or not the maximum is reached; null: not configured',
    }),
    persistentConnectionCapacity: count(
      { least: 1, most: 1_000_000_000 },
      { default: 250, isLive: true, means: 'How many sessions the persistent connection supports' },
    ),
    statusInterval: time(100, {
      default: '60s',
      isLive: true,
      means: 'How often a handheld sends a status message',
    }),
    passwordCaching: onOff({
      default: false,
      isLive: true,
      means:
        'Whether a client whose session ended because the service stopped, or a server behind it could not be reached, logs in again by itself with the password that was typed; else the person types it',
    }),
    environment: choice(environments, {
      default: environments[0],
      isLive: true,
      means: 'The communications server that the service is set up for',
    }),
  },
  communicationsServer: {
    /** Lab files have it inside `listen` or `external`. */
    transport: choice(transports, {
      default: 'tls',
      isLive: true,
      means:
        'What the connection to the Communications Server runs over; TCP may be configured for OCS 2007 R2 only',
    }),
    connectTimeout: timeLimit('communicationsConnect'),
    requestTimeout: timeLimit('communicationsRequest'),
    authentication: choices(['ntlm', 'none'], {
      default: ['ntlm', 'none'],
      isLive: false,
      means:
        'What clients that are not trusted servers are offered: with `none` in the list everybody is let in who brings no credentials, as plain SIP phones do, and NTLM happens when a client begins it, so that a desktop client may sign in as anybody with any password; with `ntlm` alone everybody is challenged',
    }),
  },
  directory: { bindTimeout: timeLimit('directoryBind') },
  dispatcher: {
    cipher: choice(ciphers, {
      default: 'aes-256',
      isLive: false,
      means: 'The cipher suite of the wireless leg: AES-256, or two-key Triple DES for older devices',
    }),
  },
} as const

/** A setting for one of the time limits in `time-limits.ts`. */
function timeLimit(limit: TimeLimitName) {
  const { ms, waits } = timeLimits[limit]
  return { ...time(1, { default: formatDuration(ms), isLive: false, means: `How long ${waits}` }), limit }
}

type SettingsSection = keyof typeof settings
/** The path of a setting in a lab file, such as `service.idleTimeout`. */
export type SettingPath = {
  [S in SettingsSection]: `${S}.${keyof (typeof settings)[S] & string}`
}[SettingsSection]

/** All words that are values of settings. */
export type SettingChoice = {
  [S in SettingsSection]: {
    [K in keyof (typeof settings)[S]]: ChoiceOf<(typeof settings)[S][K]>
  }[keyof (typeof settings)[S]]
}[SettingsSection]
type ChoiceOf<Row> = Row extends { form: { kind: 'choice' | 'choices' }; default: infer V }
  ? V extends readonly (infer One)[]
    ? One
    : V
  : never

type Rows = Readonly<Record<string, Setting>>

/** Over the API, keys of durations contain the unit: `idleTimeout` is `idleTimeoutMs`. */
type ApiKey<Key extends string, Row> = Row extends { form: { kind: 'duration' } } ? `${Key}Ms` : Key

type LiveRows<R extends Rows> = { [K in keyof R as R[K]['isLive'] extends true ? K : never]: R[K] }

function apiKey(key: string, { form }: Setting): string {
  return form.kind === 'duration' ? `${key}Ms` : key
}

function live<R extends Rows>(rows: R): LiveRows<R>
function live(rows: Rows) {
  return Object.fromEntries(Object.entries(rows).filter(([, row]) => row.isLive))
}

function inApi<R extends Rows>(
  rows: R,
): { [K in keyof R & string as ApiKey<K, R[K]>]: z.ZodType<R[K]['default'], R[K]['default']> }
function inApi(rows: Rows) {
  return Object.fromEntries(Object.entries(rows).map(([key, row]) => [apiKey(key, row), row.inApi]))
}

function inFile<R extends Rows>(rows: R): { [K in keyof R]: R[K]['inFile'] }
function inFile(rows: Rows) {
  return Object.fromEntries(Object.entries(rows).map(([key, row]) => [key, row.inFile]))
}

/** The schemas of a section for files, in which each setting may be left out. */
export function inFileWithDefaults<R extends Rows>(rows: R): { [K in keyof R]: z.ZodPrefault<R[K]['inFile']> }
export function inFileWithDefaults(rows: Rows) {
  return Object.fromEntries(
    Object.entries(rows).map(([key, row]) => [key, row.inFile.prefault(row.writtenDefault)]),
  )
}

/** The settings of the Collaboration Service, as the API and the program have them: durations are milliseconds. */
const serviceSettings = z.object(inApi(settings.service))
export type ServiceSettings = z.output<typeof serviceSettings>

/** The settings of the service, and other settings that can be changed while it runs. */
const { transport } = settings.communicationsServer
const viewedRows = { ...settings.service, transport }
export const serviceView = z.object(inApi(viewedRows))
export type ServiceView = z.output<typeof serviceView>

/**
 * A change of settings while the lab runs. Settings that are left out stay as they are. Durations are milliseconds, with a key that
 * ends in `Ms`.
 * @example await api.call('service.configure', { maximumSessions: 2, idleTimeoutMs: 300_000 })
 */
export const serviceChanges = z.strictObject(inApi(live(viewedRows))).partial()
export type ServiceChanges = z.output<typeof serviceChanges>

/** A change of settings in a scenario, in the form of a lab file's section `service`. */
export const writtenServiceChanges = z.strictObject(inFile(live(settings.service))).partial()

/** Converts a change in a file to the form of the API: `{ idleTimeout: 300000 }` becomes `{ idleTimeoutMs: 300000 }`. */
export function serviceChangesOf(written: z.output<typeof writtenServiceChanges>): ServiceChanges {
  const rows: Rows = settings.service
  const entries = Object.entries(written).map(([key, value]) => {
    const row = rows[key]
    return [row === undefined ? key : apiKey(key, row), value]
  })
  return serviceChanges.parse(Object.fromEntries(entries))
}

/** The default settings. */
export const defaultService: ServiceView = serviceView.parse(
  Object.fromEntries(Object.entries(viewedRows).map(([key, row]) => [apiKey(key, row), row.default])),
)

/** A row of the table together with its section and key. */
export interface ListedSetting extends Setting {
  section: SettingsSection
  key: string
  /** The path in a lab file, such as `service.idleTimeout`. */
  path: SettingPath
  /** Its key over the API, such as `idleTimeoutMs`. */
  apiKey: string
  /** The time limit that it sets. */
  limit?: TimeLimitName
}

/** All settings, in the order of the panel. */
export const settingList: readonly ListedSetting[] = settingsSections().flatMap((section) =>
  Object.entries<Setting & { limit?: TimeLimitName }>(settings[section]).map(([key, row]) => ({
    ...row,
    section,
    key,
    path: pathOf(section, key),
    apiKey: apiKey(key, row),
  })),
)

/** The settings that can be changed while the lab runs. */
export const liveSettings = settingList.filter(({ isLive }) => isLive)

/** The setting for a time limit, or undefined if the limit is fixed. */
export function settingOfLimit(name: string): ListedSetting | undefined {
  return settingList.find(({ limit }) => limit === name)
}

function settingsSections(): SettingsSection[]
function settingsSections(): string[] {
  return Object.keys(settings)
}

function pathOf(section: SettingsSection, key: string): SettingPath
function pathOf(section: string, key: string): string {
  return `${section}.${key}`
}

/** The settings after a change. Keys that are left out, or undefined, stay as they are. */
export function changedService(service: ServiceView, changes: ServiceChanges): ServiceView {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  return serviceView.parse({ ...service, ...Object.fromEntries(given) })
}

/** A conflict between settings. */
export type SettingConflict = 'tcp-needs-r2'

/** Finds a conflict between settings: TCP may be configured for OCS 2007 R2 only (step 4e). @returns null if there is none */
export function settingConflict({ environment, transport }: ServiceView): SettingConflict | null {
  return environmentTransports[environment].includes(transport) ? null : 'tcp-needs-r2'
}

/**
 * Makes the change for one setting, including the settings that depend on it: a change from OCS 2007 R2 also selects TLS.
 * @throws ZodError if the value is invalid or the setting cannot be changed while the lab runs
 */
export function settingChange(
  { apiKey }: Pick<ListedSetting, 'apiKey'>,
  value: SettingValue,
): ServiceChanges {
  const change = serviceChanges.parse({ [apiKey]: value })
  const isWithoutTcp =
    change.environment !== undefined && !environmentTransports[change.environment].includes('tcp')
  return isWithoutTcp ? { ...change, transport: 'tls' } : change
}
