import { z } from 'zod'
import {
  ciphers,
  duration,
  environments,
  formatDuration,
  limits,
  models,
  type TimeLimit,
  timeLimits,
  transports,
} from '#contract'

/**
 * The lab file, as `z.input` of {@link labFile}; every key may be left out. This schema is the only place where the format
 * is defined. Durations are milliseconds once read.
 */

const port = z.int().min(0).max(65_535)
const name = z.string().min(1).max(limits.handheldName.most)
const pin = z.string().regex(limits.pin, 'eight hexadecimal digits, such as 2100000A')
export const userId = z
  .string()
  .regex(limits.userId, 'letters, digits, dot, dash or underscore, starting with a letter or digit')

const listen = (defaultPort: number) =>
  z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: port.optional().describe(`Port to listen on, ${defaultPort} unless told; 0 means any free one`),
    })
    .prefault({})

const sessions = z.int().min(limits.sessions.least).max(limits.sessions.most)
const timeout = duration.refine((timeMs) => timeMs >= limits.timeoutMs.least, 'expected longer than nothing')

/** A limit that can be set. */
const limit = ({ ms, waits }: TimeLimit) =>
  timeout.default(ms).describe(`How long ${waits}; ${formatDuration(ms)} unless told`)

const settings = {
  environment: z.enum(environments).describe('The communications server that the service is set up for'),
  maximumSessions: sessions.nullable().describe('Maximum simultaneous sessions; null: not configured'),
  idleTimeout: timeout
    .nullable()
    .describe(
      'Timeout limit: how old the last status message may be before a session counts as idle; null: not configured',
    ),
  inactivityTimeout: timeout
    .nullable()
    .describe(
      'Ends any session in which the person did nothing for longer: sending, typing, reading, changing presence or contacts counts, status messages do not; whether or not the maximum is reached; null: not configured',
    ),
  persistentConnectionCapacity: sessions.describe('How many sessions the persistent connection supports'),
  statusInterval: duration
    .refine((timeMs) => timeMs >= limits.statusIntervalMs.least, 'expected 100ms or longer')
    .describe('How often a handheld sends a status message'),
  passwordCaching: z
    .boolean()
    .describe(
      'Whether a client whose session ended because the service stopped, or a server behind it could not be reached, logs in again by itself with the password that was typed; else the person types it',
    ),
}

export const serviceSettings = z.strictObject({
  environment: settings.environment.default('ocs2007r2'),
  maximumSessions: settings.maximumSessions.default(null),
  idleTimeout: settings.idleTimeout.default(null),
  inactivityTimeout: settings.inactivityTimeout.default(null),
  persistentConnectionCapacity: settings.persistentConnectionCapacity.default(250),
  statusInterval: settings.statusInterval.prefault('60s'),
  passwordCaching: settings.passwordCaching.default(false),
})

/** A part of the settings, as a change to those in force: what it leaves out stays as it is. */
export const serviceChanges = z.strictObject(settings).partial()

export const labFile = z.strictObject({
  service: serviceSettings.prefault({}),
  communicationsServer: z
    .strictObject({
      listen: z
        .strictObject({
          host: z.string().min(1).default('127.0.0.1'),
          port: port.optional(),
          transport: z.enum(transports).default('tls'),
        })
        .prefault({}),
      external: z
        .strictObject({
          host: z.string().min(1),
          port: port.default(5061),
          transport: z.enum(transports).default('tls'),
          ca: z.string().optional(),
          cert: z.string().optional(),
          key: z.string().optional(),
        })
        .nullable()
        .default(null),
      connectTimeout: limit(timeLimits.communicationsConnect),
      requestTimeout: limit(timeLimits.communicationsRequest),
      authentication: z
        .array(z.enum(['ntlm', 'none']))
        .min(1)
        .default(['ntlm', 'none'])
        .describe(
          'What clients that are not trusted servers are offered: with `none` in the list everybody is let in who brings no credentials, as plain SIP phones do, and NTLM happens when a client begins it, so that a desktop client may sign in as anybody with any password; with `ntlm` alone everybody is challenged',
        ),
    })
    .prefault({}),
  directory: z
    .strictObject({
      listen: listen(10_389),
      bindTimeout: limit(timeLimits.directoryBind),
      external: z
        .strictObject({
          url: z.string().regex(/^ldaps?:\/\//, 'an ldap:// or ldaps:// address'),
          domain: z.string().optional().describe('Its NetBIOS name, where that is not `domain.name`'),
          ca: z
            .string()
            .optional()
            .describe('PEM file of the authority that signed its certificate; else the machine’s own list'),
          serverName: z
            .string()
            .min(1)
            .optional()
            .describe('The name that its certificate shows, where that is not the host of the address'),
        })
        .nullable()
        .default(null),
    })
    .prefault({}),
  dispatcher: z
    .strictObject({ listen: listen(3101), cipher: z.enum(ciphers).default('aes-256') })
    .prefault({}),
  database: z
    .string()
    .min(1)
    .optional()
    .describe(
      `A file, \`memory\`, or postgres://…; the service waits ${formatDuration(timeLimits.database.ms)} for it`,
    ),
  domain: z
    .strictObject({
      name: z
        .string()
        .regex(/^[A-Za-z0-9-]{1,15}$/)
        .default('CORP'),
      dns: z
        .string()
        .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i)
        .default('corp.example'),
    })
    .prefault({}),
  seed: z.int().min(0).max(0xffffffff).default(1),
  users: z
    .array(
      z.strictObject({
        id: userId,
        password: z.string().min(1).max(limits.password.most).default('Passw0rd!'),
        name: z.string().min(1).max(limits.userName.most).optional(),
        mayUseClient: z.boolean().default(true),
      }),
    )
    .optional(),
  handhelds: z
    .array(
      z.union([
        z.strictObject({
          name,
          user: userId,
          pin: pin.optional(),
          model: z.enum(models).default('bold-9900'),
        }),
        z.strictObject({
          fleet: z.int().min(1).max(100_000),
          user: z.string().min(1),
          name: z.string().min(1),
        }),
      ]),
    )
    .optional(),
})

/** A lab file as people write it. */
export type LabFileInput = z.input<typeof labFile>
/** A lab file once read: defaults filled in, durations in milliseconds. */
export type LabFile = z.output<typeof labFile>
export type ServiceSettings = z.output<typeof serviceSettings>
