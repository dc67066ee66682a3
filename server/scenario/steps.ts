import { z } from 'zod'
import {
  commands,
  coverages,
  desktopHabits,
  duration,
  handheldStates,
  limits,
  loginResults,
  parseFrameFilter,
  presences,
  sendOutcomes,
  signedOutReasons,
  writtenServiceChanges,
} from '#contract'
import { fault, link } from './trouble-steps.ts'

/**
 * The steps of a scenario, as data. What running one means is elsewhere; this schema is the only place where their format
 * is defined.
 */

const handheld = z.string().min(1).describe('Name of a handheld')

/** `{ NAME: value }`: one or more handhelds. */
const perHandheld = <V extends z.ZodType>(value: V) =>
  z
    .record(handheld, value)
    .refine((record) => Object.keys(record).length > 0, 'expected at least one handheld')

const onOff = z.enum(['on', 'off'])

const login = z.union([
  handheld,
  z.strictObject({
    handheld,
    user: z.string().max(256).optional().describe('User ID typed; the user to whom the handheld was issued'),
    password: z.string().max(256).optional().describe("Password typed; the user's own"),
    expect: z.enum(loginResults).default('accepted'),
  }),
])

const expectedHandheld = z.union([
  z.enum(handheldStates),
  z.strictObject({
    state: z.enum(handheldStates).optional(),
    reason: z.enum(signedOutReasons).nullable().optional(),
    lastMessage: z
      .string()
      .nullable()
      .optional()
      .describe('Text of the message received last; null: none was'),
    presence: z.enum(presences).nullable().optional().describe("The person's own; null: signed out"),
    contacts: z
      .record(z.string().min(1), z.enum(presences).nullable())
      .optional()
      .describe(
        'Presence of contacts as this handheld shows them, by user ID or SIP address; null: not known',
      ),
  }),
])

const frameFilter = z
  .union([z.string(), z.number()])
  .transform(String)
  .superRefine((text, context) => {
    const parsed = parseFrameFilter(text)
    if (parsed.problem === null) return
    context.addIssue({ code: 'custom', message: `column ${parsed.column}: ${parsed.problem}` })
  })
  .describe(
    'Words and phrases sought in protocol, hop, handheld and opened summary, and keys such as hop:wireless; all frames, unless told',
  )

const expectedFrames = z
  .strictObject({
    filter: frameFilter.optional(),
    count: z.int().min(0).optional().describe('Exactly so many'),
    min: z.int().min(0).optional(),
    max: z.int().min(0).optional(),
  })
  .refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, {
    path: ['min'],
    error: 'expected no more than max',
  })

const userId = z.string().min(1).describe('ID of a user')

/** What happens at a desktop client. */
const desktop = z.union([
  z
    .enum(['sign-in', 'sign-out', 'leave', 'crash'])
    .describe(
      'sign-out waits for the answers; leave closes the connection right after the last requests; crash says nothing',
    ),
  z.strictObject({
    habits: z
      .array(z.enum(desktopHabits))
      .describe('Habits for which field issues blame real clients, from now on'),
  }),
  z.strictObject({
    send: z.string().min(1).max(8_000).describe('The text of a message'),
    to: z.string().trim().min(1).max(256).describe('As in the step send'),
    expect: z.enum(sendOutcomes).default('delivered'),
  }),
])

const expectedDesktop = z.union([
  z.enum(['signed-in', 'signed-out']),
  z.strictObject({
    state: z.enum(['signed-in', 'signed-out']).optional(),
    messages: z.array(z.string()).optional().describe('Texts that it received, in order, nothing else'),
  }),
])

const expectation = z
  .strictObject({
    sessions: z.int().min(0).optional(),
    handheld: perHandheld(expectedHandheld).optional(),
    desktop: z
      .record(userId, expectedDesktop)
      .optional()
      .describe("What is to be seen at users' desktop clients"),
    'last-status': z.enum(loginResults).optional().describe('How the latest login ended'),
    frames: expectedFrames
      .optional()
      .describe('How many frames have crossed so far; at least one, unless told'),
    log: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Part of a line of the log so far, whatever its case; lines begin with the component, such as BBIM',
      ),
  })
  .refine((expected) => Object.keys(expected).length > 0, 'expected at least one thing to expect')

/** Every kind of step that holds no steps of its own. */
const kinds = {
  login: login.optional().describe('Logs in and waits for the answer'),
  logout: handheld.optional(),
  coverage: perHandheld(z.enum(coverages)).optional(),
  status: perHandheld(onOff).optional().describe('Whether the handheld sends status messages'),
  power: perHandheld(onOff).optional(),
  link: perHandheld(link).optional().describe('The radio link of a handheld, both directions'),
  send: z
    .strictObject({
      from: handheld,
      to: z
        .string()
        .trim()
        .min(1)
        .max(256)
        .describe(
          'Name of a handheld: whoever is signed in on it, else the user to whom it was issued. Any other word is a user ID or a SIP address',
        ),
      text: z.string().min(1).max(8_000),
      expect: z
        .enum(sendOutcomes)
        .default('delivered')
        .describe(
          'How sending ends; queued: it waits for coverage, at either end; unconfirmed: it may have arrived, nobody can tell',
        ),
    })
    .optional()
    .describe('Sends an instant message and waits until it is known how that ends; delivered, unless told'),
  presence: perHandheld(z.enum(presences))
    .optional()
    .describe('The presence that the person chooses on the handheld'),
  desktop: z
    .record(userId, desktop)
    .optional()
    .describe('A desktop client, the other endpoint of a user with a handheld: USER and what happens there'),
  crafted: z
    .union([
      z.literal('srp-length').describe('A packet to port 3101 with a length that no packet has'),
      z.strictObject({
        from: handheld,
        as: handheld.describe('In whose session it acts'),
        send: z.union([
          z.literal('logout'),
          z.strictObject({ message: z.string().min(1).max(8_000), to: z.string().min(1).max(256) }),
        ]),
      }),
    ])
    .optional()
    .describe('Something that no client sends, as those sent it who found the defects'),
  service: writtenServiceChanges.optional().describe('Settings, changed while the service runs'),
  restart: z
    .literal('service')
    .optional()
    .describe('Stops in order, which ends every session, and starts again'),
  user: z
    .record(
      z.string().min(1),
      z.strictObject({
        mayUseClient: z.boolean().optional(),
        password: z.string().min(1).max(limits.password.most).optional(),
        enabled: z.boolean().optional().describe('Whether the account in the directory may log in'),
        sipAddress: commands['user.save'].input.shape.sipAddress.describe(
          'The SIP address of the account in the directory; the service goes on signing in the one that it has',
        ),
      }),
    )
    .optional(),
  fault: fault.optional().describe('Breaks something on purpose; `none` mends everything'),
  wait: duration.optional().describe('Lets virtual time pass'),
  expect: expectation.optional(),
}

export const step = z.strictObject({
  ...kinds,
  get repeat(): Block<{ times: z.ZodInt }> {
    return z.optional(z.strictObject({ times: z.int().min(1).max(1_000_000), steps: z.array(step) }))
  },
  /** `handheld` is a glob: `*` any characters, `?` exactly one. */
  get each(): Block<{ handheld: z.ZodString }> {
    return z.optional(z.strictObject({ handheld: z.string().min(1), steps: z.array(step) }))
  },
  note: z.string().optional().describe('For the reader; changes nothing'),
  cause: z
    .boolean()
    .optional()
    .describe('This step is what brings the symptom about: `bramble prove` leaves it out'),
})

/** A step that holds steps: said in full, because a type that contains itself cannot be inferred. */
type Block<S extends z.ZodRawShape> = z.ZodOptional<
  z.ZodObject<S & { steps: z.ZodArray<typeof step> }, z.core.$strict>
>

/** One step: exactly one of the kinds, and perhaps a note. */
export type Step = z.output<typeof step>
export type Expectation = z.output<typeof expectation>
export type HandheldExpectation = Exclude<z.output<typeof expectedHandheld>, string>

export type StepKind = Exclude<keyof Step, 'note' | 'cause'>

/** Which kinds a step is of: exactly one, where it is well formed. */
export function kindsOf(one: Step): StepKind[] {
  return stepKinds.filter((kind) => one[kind] !== undefined)
}

/** Every kind of step, by name. */
export const stepKinds: readonly StepKind[] = [
  'login',
  'logout',
  'coverage',
  'status',
  'power',
  'link',
  'send',
  'presence',
  'desktop',
  'crafted',
  'service',
  'restart',
  'user',
  'fault',
  'wait',
  'repeat',
  'each',
  'expect',
]
