import { z } from 'zod'
import { formatDuration, inFileWithDefaults, limits, models, settings, timeLimits } from '#contract'
import { highestSeed } from '../clock/index.ts'

/**
 * The lab file, as `z.input` of {@link labFile}; every key is optional. This schema is the only definition of the format;
 * its settings come from the table in the contract. Durations are milliseconds after parsing.
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
      host: z.string().min(1).default('127.0.0.1').describe('Address to listen on'),
      port: port.optional().describe(`Port to listen on, ${defaultPort} unless told; 0 means any free one`),
    })
    .prefault({})
    .describe('Where it listens')

const { transport, ...communicationsServer } = inFileWithDefaults(settings.communicationsServer)

const earliest = Date.UTC(2000, 0, 1)
const latest = Date.UTC(2100, 0, 1)
const moment = 'a date and time from 2000 to 2099, such as 2012-02-29T23:59:00+01:00'

const labClock = z.strictObject({
  start: z.iso
    .datetime({ offset: true, error: moment, abort: true })
    .refine((text) => Date.parse(text) >= earliest && Date.parse(text) < latest, {
      error: ({ input }) => `expected ${moment}, found ${JSON.stringify(input)}`,
    })
    .optional()
    .describe(
      'When lab time begins: with its distance from UTC, or Z. A scenario begins on 2010-06-01T09:00:00Z, a window now, unless told',
    )
    .meta({ examples: ['2012-02-29T23:59:00+01:00'] }),
  zone: z
    .string()
    .refine(isTimeZone, {
      error: ({ input }) =>
        `expected the name of a time zone, such as Europe/Berlin, found ${JSON.stringify(input)}`,
    })
    .default('UTC')
    .describe('The time zone in which the log says when')
    .meta({ examples: ['Europe/Berlin'] }),
})

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export const labFile = z.strictObject({
  service: z
    .strictObject(inFileWithDefaults(settings.service))
    .prefault({})
    .describe('Settings of the Collaboration Service'),
  communicationsServer: z
    .strictObject({
      listen: z
        .strictObject({
          host: z.string().min(1).default('127.0.0.1').describe('Address to listen on'),
          port: port.optional().describe('Port to listen on, 5061 unless told; 0 means any free one'),
          transport,
        })
        .prefault({})
        .describe('Where the stand-in listens'),
      external: z
        .strictObject({
          host: z.string().min(1).describe('Its name or address'),
          port: port.default(5061).describe('Its port'),
          transport,
          ca: z.string().optional().describe('PEM file of the authority that signed its certificate'),
          cert: z.string().optional().describe('PEM file of the certificate that the service shows it'),
          key: z.string().optional().describe('PEM file of the key of that certificate'),
        })
        .nullable()
        .default(null)
        .describe('A server outside the lab, in place of the stand-in'),
      ...communicationsServer,
    })
    .prefault({})
    .describe('The Communications Server behind the service'),
  directory: z
    .strictObject({
      listen: listen(10_389),
      ...inFileWithDefaults(settings.directory),
      external: z
        .strictObject({
          url: z
            .string()
            .regex(/^ldaps?:\/\//, 'an ldap:// or ldaps:// address')
            .describe('Its address'),
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
        .default(null)
        .describe('A domain controller outside the lab, in place of the stand-in'),
    })
    .prefault({})
    .describe('Active Directory, which the service asks'),
  dispatcher: z
    .strictObject({ listen: listen(3101), ...inFileWithDefaults(settings.dispatcher) })
    .prefault({})
    .describe('Router and Dispatcher, with which devices speak'),
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
        .default('CORP')
        .describe('NetBIOS name of the domain'),
      dns: z
        .string()
        .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i)
        .default('corp.example')
        .describe('DNS name of the domain, and of SIP addresses'),
    })
    .prefault({})
    .describe('The Windows domain of the users'),
  clock: labClock.optional().describe('Where lab time begins, and where the lab is'),
  seed: z.int().min(0).max(highestSeed).default(1).describe('Of all that is left to chance'),
  users: z
    .array(
      z.strictObject({
        id: userId.describe('User ID, as typed to log in'),
        password: z
          .string()
          .min(1)
          .max(limits.password.most)
          .default('Passw0rd!')
          .describe('Password of the account in the directory'),
        name: z
          .string()
          .min(1)
          .max(limits.userName.most)
          .optional()
          .describe('Display name; from the ID, unless told'),
        mayUseClient: z.boolean().default(true).describe('Whether the user may use the collaboration client'),
      }),
    )
    .optional()
    .describe('Who there is; alice and bob, unless told'),
  handhelds: z
    .array(
      z.union([
        z.strictObject({
          name: name.describe('What it is called'),
          user: userId.describe('ID of the user to whom it was issued'),
          pin: pin.optional().describe('Device PIN; generated, unless told'),
          model: z.enum(models).default('bold-9900').describe('How it looks'),
        }),
        z.strictObject({
          fleet: z.int().min(1).max(100_000).describe('How many, numbered from 1'),
          user: z.string().min(1).describe('Their users, with {n} for the number; they are created'),
          name: z.string().min(1).describe('Their names, with {n} for the number'),
        }),
      ]),
    )
    .optional()
    .describe('Which handhelds there are; one for each user, unless told'),
})

/** A lab file as people write it. */
export type LabFileInput = z.input<typeof labFile>
/** A parsed lab file: defaults filled in, durations in milliseconds. */
export type LabFile = z.output<typeof labFile>

/** Lab time at the start of a lab; undefined: its file does not say. */
export function startOf({ clock }: LabFileInput): number | undefined {
  return clock?.start === undefined ? undefined : Date.parse(clock.start)
}

/** The time zone of a lab. */
export function zoneOf({ clock }: LabFileInput): string {
  return clock?.zone ?? 'UTC'
}
