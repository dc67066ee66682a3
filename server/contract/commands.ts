import { z } from 'zod'
import { fault, faultKinds } from './faults.ts'
import { link } from './link.ts'
import { messageReason } from './message-reasons.ts'
import { serviceChanges, serviceView } from './settings.ts'
import {
  conditionsView,
  flowView,
  frameView,
  handheldView,
  layerView,
  messengerView,
  paceView,
  userView,
} from './views.ts'
import {
  coverages,
  desktopHabits,
  desktopManners,
  faultPlaces,
  limits,
  loginResults,
  models,
  presences,
  sendOutcomes,
} from './vocabulary.ts'

const handheld = z.strictObject({ name: z.string() })
const nothing = z.null()
/** A SIP address, or a user ID of this lab. */
const party = z.string().trim().min(1).max(256)

const userId = z.string().regex(limits.userId, 'letters, digits, dot, dash or underscore')

/**
 * Everything that a face can ask of the lab: name, what it takes, what it answers. Keys with a default may be left out. What
 * the lab refuses is a `Failure` with one of the codes in `failures.ts`.
 * @example
 * const added = await api.call('handheld.add', { name: 'carol' })
 * const { result } = await api.call('handheld.login', { name: 'carol', user: 'carol', password: 'Passw0rd!' })
 * // result: 'accepted', 'server-busy', …
 */
export const commands = {
  /** Leave out `name`, `user` or `pin` and the lab picks one that is free; an unknown user is created. */
  'handheld.add': {
    input: z.strictObject({
      name: z.string().trim().min(1).max(limits.handheldName.most).optional(),
      user: userId.optional(),
      pin: z.string().regex(limits.pin, 'eight hexadecimal digits').optional(),
      model: z.enum(models).optional(),
    }),
    output: handheldView,
  },
  /** Takes it off the bench and out of the database. */
  'handheld.remove': { input: handheld, output: nothing },
  /** Answers when the login has ended, which may be a minute later; events tell of it meanwhile. */
  'handheld.login': {
    input: z.strictObject({ name: z.string(), user: z.string().max(256), password: z.string().max(256) }),
    output: z.object({ result: z.enum(loginResults) }),
  },
  /** Answers at once; the end of the session is told by an event. */
  'handheld.logout': { input: handheld, output: nothing },
  'handheld.setCoverage': {
    input: z.strictObject({ name: z.string(), coverage: z.enum(coverages) }),
    output: nothing,
  },
  /** `link` null: what the coverage gives. */
  'handheld.setLink': {
    input: z.strictObject({ name: z.string(), link: link.nullable() }),
    output: nothing,
  },
  /** Whether the client goes on sending status messages, by which the service knows that it is not idle. */
  'handheld.setStatusMessages': {
    input: z.strictObject({ name: z.string(), sendsStatus: z.boolean() }),
    output: nothing,
  },
  /** Without power a handheld loses its conversations, and the password that it may have kept. */
  'handheld.setPower': { input: z.strictObject({ name: z.string(), isOn: z.boolean() }), output: nothing },
  /** Contacts, conversations, and the messages of the one with `with`. */
  'handheld.messenger': {
    input: z.strictObject({ name: z.string(), with: z.string().nullable().default(null) }),
    output: messengerView,
  },
  /** `to` is a SIP address or a user ID. Answers when it is known how sending ends; the messenger tells meanwhile. */
  'handheld.send': {
    input: z.strictObject({ name: z.string(), to: party, text: z.string().min(1).max(8_000) }),
    output: z.object({ outcome: z.enum(sendOutcomes), why: messageReason.nullable() }),
  },
  /** Tells the other end of a conversation that somebody is writing, or no longer is. */
  'handheld.setTyping': {
    input: z.strictObject({ name: z.string(), to: party, isTyping: z.boolean() }),
    output: nothing,
  },
  /** What the person chooses; it counts for all of the user's endpoints. */
  'handheld.setPresence': {
    input: z.strictObject({ name: z.string(), presence: z.enum(presences) }),
    output: nothing,
  },
  'handheld.addContact': { input: z.strictObject({ name: z.string(), contact: party }), output: nothing },
  'handheld.removeContact': { input: z.strictObject({ name: z.string(), contact: party }), output: nothing },
  /**
   * The person looks at the conversation: its messages count as read. `isOpened` false: it was open before, and a message
   * arrived in sight, which is no act of the person.
   */
  'handheld.readConversation': {
    input: z.strictObject({ name: z.string(), with: party, isOpened: z.boolean().optional() }),
    output: nothing,
  },
  'handheld.closeConversation': { input: z.strictObject({ name: z.string(), with: party }), output: nothing },
  /** A crafted device: sends something in the session of another handheld, as whoever found CVE-2011-0290 did. */
  'handheld.sendCrafted': {
    input: z.strictObject({
      name: z.string(),
      as: z.string(),
      content: z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('logout') }),
        z.strictObject({ type: z.literal('message'), to: party, text: z.string().min(1).max(8_000) }),
      ]),
    }),
    output: nothing,
  },
  /** Sends a packet with a length that no packet has to port 3101, as whoever stopped Routers in 2005 did. */
  'dispatcher.sendCrafted': { input: z.strictObject({}), output: nothing },
  /** Signs a user in on a desktop client, beside any handhelds. */
  'desktop.signIn': {
    input: z.strictObject({ user: userId }),
    output: nothing,
  },
  /** Habits for which field issues blame real clients; none unless told. */
  'desktop.setHabits': {
    input: z.strictObject({ user: userId, habits: z.array(z.enum(desktopHabits)) }),
    output: nothing,
  },
  /** `manner` says how; see `desktopManners`. */
  'desktop.signOut': {
    input: z.strictObject({ user: userId, manner: z.enum(desktopManners).default('in-order') }),
    output: nothing,
  },
  /** Like `handheld.send`, from the desktop client. */
  'desktop.send': {
    input: z.strictObject({ user: userId, to: party, text: z.string().min(1).max(8_000) }),
    output: z.object({
      outcome: z.enum(sendOutcomes),
      why: messageReason.nullable(),
    }),
  },
  /** Changes the settings given, while the service runs. */
  'service.configure': {
    input: serviceChanges,
    output: serviceView,
  },
  /** Stops the service in order, which ends its sessions, and starts it again; all instances without `instance`. */
  'service.restart': {
    input: z.strictObject({ instance: z.string().nullable().default(null) }),
    output: nothing,
  },
  /** Adds a user, or changes what is given of one. A new one without password has `Passw0rd!`. */
  'user.save': {
    input: z.strictObject({
      id: userId,
      name: z.string().min(1).max(limits.userName.most).optional(),
      password: z.string().min(1).max(limits.password.most).optional(),
      mayUseClient: z.boolean().optional(),
      /** Enables or disables the account in the stand-in for Active Directory. */
      isEnabled: z.boolean().optional(),
      /** The SIP address of that account. The service goes on signing in the one that the Configuration Database has. */
      sipAddress: z
        .string()
        .max(256)
        .regex(/^sip:[^\s@<>]+@[^\s@<>]+$/, 'a SIP address such as sip:alice@corp.example')
        .optional(),
    }),
    output: userView,
  },
  'user.remove': { input: z.strictObject({ id: z.string() }), output: nothing },
  /** Breaks or mends a server behind the service. */
  'conditions.set': { input: conditionsView.partial().strict(), output: conditionsView },
  /** How fast lab time passes; sped up, it waits for what is under way. */
  'clock.setPace': {
    input: z.strictObject({
      speed: z.number().min(0.01).max(10_000).optional(),
      isPaused: z.boolean().optional(),
    }),
    output: paceView,
  },
  /** Pauses, and passes as much time as it takes until something happens. */
  'clock.step': { input: z.strictObject({}), output: nothing },
  /** Passes time at once; answers when it has. */
  'clock.jump': {
    input: z.strictObject({
      durationMs: z
        .number()
        .min(1)
        .max(31 * 86_400_000),
    }),
    output: nothing,
  },
  /** Breaks something on purpose; the same kind at the same place replaces what was there. Answers all there is then. */
  'faults.set': { input: fault, output: z.array(fault) },
  /** Mends one kind of fault at a place, or everything there; at one instance only, where it is named. */
  'faults.mend': {
    input: z.strictObject({
      at: z.enum(faultPlaces),
      kind: z.enum(faultKinds).nullable().default(null),
      instance: z.string().nullable().default(null),
    }),
    output: z.array(fault),
  },
  /** Mends everything that is broken on purpose, also by `conditions.set`; but not the service's own certificate. */
  'faults.clear': { input: z.strictObject({}), output: z.array(fault) },
  /** Takes a frame apart. Passwords stay masked unless `reveal` is set. */
  'traffic.layers': {
    input: z.strictObject({ number: z.int(), reveal: z.boolean().default(false) }),
    output: z.object({ frame: frameView, layers: z.array(layerView) }),
  },
  /** Empties the capture in memory; a capture file keeps what it has. */
  'traffic.clear': { input: z.strictObject({}), output: nothing },
  /** A login by its id, also one that the snapshot no longer has; null: it is not kept any more. */
  'flow.find': { input: z.strictObject({ id: z.string() }), output: flowView.nullable() },
} as const

/**
 * Those that only look; every other command changes the lab, and is part of its history.
 * @example lookingCommands.has('traffic.layers') // true
 */
export const lookingCommands: ReadonlySet<string> = new Set<CommandName>([
  'handheld.messenger',
  'traffic.layers',
  'flow.find',
])

export type CommandName = keyof typeof commands
/** What a caller outside may send; defaults may be left out. */
export type CommandRequest<N extends CommandName> = z.input<(typeof commands)[N]['input']>
/** What the schema makes of it, trimmed and with its defaults: the only form that the lab itself sees. */
export type CommandInput<N extends CommandName> = z.output<(typeof commands)[N]['input']>
export type CommandOutput<N extends CommandName> = z.output<(typeof commands)[N]['output']>
