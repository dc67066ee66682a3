import { z } from 'zod'
import { branchCommands } from './branch.ts'
import { charts } from './charts.ts'
import { command } from './command.ts'
import { scenarioCommands } from './compose.ts'
import { demoEntry } from './demo.ts'
import { fault, standingFault } from './fault-forms.ts'
import { faultKinds } from './faults.ts'
import { lessonCommands } from './lesson.ts'
import { link } from './link.ts'
import { logPage, logQuery, mostLogLines } from './log.ts'
import { messageReason } from './message-reasons.ts'
import { besideRequest, momentRequest, pastMoment, pastStory, timeLineRequest, timeLineView } from './past.ts'
import { serviceChanges, serviceView } from './settings.ts'
import { snapshotCommands } from './snapshots.ts'
import { runCommands, studioCommands } from './studio.ts'
import { timeMark } from './time-marks.ts'
import { trafficQuery } from './traffic.ts'
import {
  conditionsView,
  flowView,
  frameView,
  handheldView,
  layerView,
  messengerView,
  paceView,
  recordingView,
  userView,
} from './views.ts'
import {
  coverages,
  desktopHabits,
  desktopManners,
  faultPlaces,
  limits,
  loginResults,
  markColours,
  models,
  presences,
  restartableParts,
  sendOutcomes,
} from './vocabulary.ts'

/** A tunnel or a restart is no longer than a day. */
const mostPauseMs = 86_400_000

/** Sizes at which a recording ends. */
const usualRecordedBytes = 256 * 1_024 * 1_024
const mostRecordedBytes = 4 * 1_024 * 1_024 * 1_024

const handheld = z.strictObject({ name: z.string() })
const nothing = z.null()
/** A SIP address, or a user ID of this lab. */
const party = z.string().trim().min(1).max(256)

const userId = z.string().regex(limits.userId, 'letters, digits, dot, dash or underscore')

/**
 * All commands that a face can call, with the schemas of their input and output. Keys with a default may be left out. When the lab
 * refuses a command, the call rejects with a `Failure` that has one of the codes in `failures.ts`.
 * @example
 * const added = await api.call('handheld.add', { name: 'carol' })
 * const { result } = await api.call('handheld.login', { name: 'carol', user: 'carol', password: 'Passw0rd!' })
 * // result: 'accepted', 'server-busy', …
 */
export const commands = {
  /** If `name`, `user` or `pin` is left out, the lab picks a free one. An unknown user is created. */
  'handheld.add': command(() => ({
    input: z.strictObject({
      name: z.string().trim().min(1).max(limits.handheldName.most).optional(),
      user: userId.optional(),
      pin: z.string().regex(limits.pin, 'eight hexadecimal digits').optional(),
      model: z.enum(models).optional(),
    }),
    output: handheldView,
  })),
  /** Removes the handheld from the bench and from the database. */
  'handheld.remove': command(() => ({ input: handheld, output: nothing })),
  /** Answers when the login has ended, which may take a minute. Events report its progress meanwhile. */
  'handheld.login': command(() => ({
    input: z.strictObject({ name: z.string(), user: z.string().max(256), password: z.string().max(256) }),
    output: z.object({ result: z.enum(loginResults) }),
  })),
  /** Answers at once. An event reports the end of the session. */
  'handheld.logout': command(() => ({ input: handheld, output: nothing })),
  /** No coverage for a while by lab time, as in a tunnel; then the coverage is again what it was before. */
  'handheld.tunnel': command(() => ({
    input: z.strictObject({ name: z.string(), durationMs: z.number().min(1).max(mostPauseMs) }),
    output: nothing,
  })),
  'handheld.setCoverage': command(() => ({
    input: z.strictObject({ name: z.string(), coverage: z.enum(coverages) }),
    output: nothing,
  })),
  /** `link` null: the link has the quality that the coverage gives. */
  'handheld.setLink': command(() => ({
    input: z.strictObject({ name: z.string(), link: link.nullable() }),
    output: nothing,
  })),
  /** Whether the client sends status messages. Without them the service considers its session idle after a while. */
  'handheld.setStatusMessages': command(() => ({
    input: z.strictObject({ name: z.string(), sendsStatus: z.boolean() }),
    output: nothing,
  })),
  /** Without power a handheld loses its conversations, and the password that it may have kept. */
  'handheld.setPower': command(() => ({
    input: z.strictObject({ name: z.string(), isOn: z.boolean() }),
    output: nothing,
  })),
  /** Returns contacts, conversations, and the messages of the conversation with `with`. */
  'handheld.messenger': command(() => ({
    input: z.strictObject({ name: z.string(), with: z.string().nullable().default(null) }),
    output: messengerView,
  })),
  /** `to` is a SIP address or a user ID. Answers when the outcome is known; `handheld.messenger` shows the state meanwhile. */
  'handheld.send': command(() => ({
    input: z.strictObject({ name: z.string(), to: party, text: z.string().min(1).max(8_000) }),
    output: z.object({ outcome: z.enum(sendOutcomes), why: messageReason.nullable() }),
  })),
  /** Notifies the other person of a conversation that this person is typing, or has stopped. */
  'handheld.setTyping': command(() => ({
    input: z.strictObject({ name: z.string(), to: party, isTyping: z.boolean() }),
    output: nothing,
  })),
  /** Sets the presence that the person chooses, which applies to all endpoints of the user. */
  'handheld.setPresence': command(() => ({
    input: z.strictObject({ name: z.string(), presence: z.enum(presences) }),
    output: nothing,
  })),
  'handheld.addContact': command(() => ({
    input: z.strictObject({ name: z.string(), contact: party }),
    output: nothing,
  })),
  'handheld.removeContact': command(() => ({
    input: z.strictObject({ name: z.string(), contact: party }),
    output: nothing,
  })),
  /**
   * Marks the messages of a conversation as read, because the person looks at it. With `isOpened` false the conversation was open
   * already when a message arrived, which does not count as user activity.
   */
  'handheld.readConversation': command(() => ({
    input: z.strictObject({ name: z.string(), with: party, isOpened: z.boolean().optional() }),
    output: nothing,
  })),
  'handheld.closeConversation': command(() => ({
    input: z.strictObject({ name: z.string(), with: party }),
    output: nothing,
  })),
  /** Sends content in the session of another handheld, as an attacker would (CVE-2011-0290). */
  'handheld.sendCrafted': command(() => ({
    input: z.strictObject({
      name: z.string(),
      as: z.string(),
      content: z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('logout') }),
        z.strictObject({ type: z.literal('message'), to: party, text: z.string().min(1).max(8_000) }),
      ]),
    }),
    output: nothing,
  })),
  /** Sends a packet with an invalid length to port 3101, as in the attack of 2005 that stopped Routers. */
  'dispatcher.sendCrafted': command(() => ({ input: z.strictObject({}), output: nothing })),
  /** Signs a user in on a desktop client. The user may be signed in on handhelds, too. */
  'desktop.signIn': command(() => ({
    input: z.strictObject({ user: userId }),
    output: nothing,
  })),
  /** Sets the misbehaviours of the client. Field issues report each of them of real clients. A new client has none. */
  'desktop.setHabits': command(() => ({
    input: z.strictObject({ user: userId, habits: z.array(z.enum(desktopHabits)) }),
    output: nothing,
  })),
  /** Signs the client out in the given manner, see `desktopManners`. */
  'desktop.signOut': command(() => ({
    input: z.strictObject({ user: userId, manner: z.enum(desktopManners).default('in-order') }),
    output: nothing,
  })),
  /** Like `handheld.send`, from the desktop client. */
  'desktop.send': command(() => ({
    input: z.strictObject({ user: userId, to: party, text: z.string().min(1).max(8_000) }),
    output: z.object({
      outcome: z.enum(sendOutcomes),
      why: messageReason.nullable(),
    }),
  })),
  /** Changes settings while the service runs. Settings that are left out stay as they are. */
  'service.configure': command(() => ({
    input: serviceChanges,
    output: serviceView,
  })),
  /** Stops the service, which ends its sessions, and starts it again. Without `instance`, restarts all instances. */
  'service.restart': command(() => ({
    input: z.strictObject({ instance: z.string().nullable().default(null) }),
    output: nothing,
  })),
  /**
   * Stops a part in order and starts it again, so that its connections and what it remembers of them are gone. It is gone for
   * `forMs` in between: unless told, a server for a second, while the service is back at once. The database keeps its content, even one
   * that is in memory only, as a database server on a disk would.
   */
  'part.restart': command(() => ({
    input: z.strictObject({
      at: z.enum(restartableParts),
      forMs: z.number().min(1).max(mostPauseMs).optional(),
    }),
    output: nothing,
  })),
  /** Adds a user, or changes the given properties of an existing one. The default password of a new user is `Passw0rd!`. */
  'user.save': command(() => ({
    input: z.strictObject({
      id: userId,
      name: z.string().min(1).max(limits.userName.most).optional(),
      password: z.string().min(1).max(limits.password.most).optional(),
      mayUseClient: z.boolean().optional(),
      /** Enables or disables the account in the stand-in for Active Directory. */
      isEnabled: z.boolean().optional(),
      /** The SIP address of that account. The service still signs in with the address in the Configuration Database. */
      sipAddress: z
        .string()
        .max(256)
        .regex(/^sip:[^\s@<>]+@[^\s@<>]+$/, 'a SIP address such as sip:alice@corp.example')
        .optional(),
    }),
    output: userView,
  })),
  'user.remove': command(() => ({ input: z.strictObject({ id: z.string() }), output: nothing })),
  /** Sets conditions of the servers behind the service. */
  'conditions.set': command(() => ({ input: conditionsView.partial().strict(), output: conditionsView })),
  /** Sets how fast lab time passes. Accelerated lab time waits for messages that are under way. */
  'clock.setPace': command(() => ({
    input: z.strictObject({
      speed: z.number().min(0.01).max(10_000).optional(),
      isPaused: z.boolean().optional(),
    }),
    output: paceView,
  })),
  /** Pauses lab time and advances it to the next timer. */
  'clock.step': command(() => ({ input: z.strictObject({}), output: nothing })),
  /** Advances lab time at once. Answers when the time has passed. */
  'clock.jump': command(() => ({
    input: z.strictObject({
      durationMs: z
        .number()
        .min(1)
        .max(31 * 86_400_000),
    }),
    output: nothing,
  })),
  /** Sets a fault. It replaces a fault of the same kind at the same place. Answers the list of all faults. */
  'faults.set': command(() => ({ input: fault, output: z.array(standingFault) })),
  /** Clears one kind of fault at a place, or all faults there. With `instance`, clears them only at this instance. */
  'faults.mend': command(() => ({
    input: z.strictObject({
      at: z.enum(faultPlaces),
      kind: z.enum(faultKinds).nullable().default(null),
      instance: z.string().nullable().default(null),
    }),
    output: z.array(standingFault),
  })),
  /** Lets what a fault of the kind `hold` holds at a place go on: the oldest, or all of it. */
  'faults.release': command(() => ({
    input: z.strictObject({ at: z.enum(faultPlaces), isOldestOnly: z.boolean().default(false) }),
    output: z.array(standingFault),
  })),
  /** Clears all faults, including those set by `conditions.set`, except a wrong certificate of the service itself. */
  'faults.clear': command(() => ({ input: z.strictObject({}), output: z.array(standingFault) })),
  /** Returns the layers of a frame. Passwords stay masked unless `reveal` is set. */
  'traffic.layers': command(() => ({
    input: z.strictObject({ number: z.int(), reveal: z.boolean().default(false) }),
    output: z.object({ frame: frameView, layers: z.array(layerView) }),
  })),
  /** Searches all frames that are kept. Returns how many match, and the newest of them. */
  'traffic.count': command(() => ({
    input: trafficQuery,
    output: z.object({ count: z.int(), latest: z.array(frameView) }),
  })),
  /** Marks a frame, in place of the mark that it has. Without comment and colour, removes the mark. */
  'traffic.mark': command(() => ({
    input: z.strictObject({
      number: z.int(),
      comment: z.string().trim().max(limits.markComment.most).default(''),
      colour: z.enum(markColours).nullable().default(null),
    }),
    output: nothing,
  })),
  /** Empties the capture in memory. Capture files are not changed. */
  'traffic.clear': command(() => ({ input: z.strictObject({}), output: nothing })),
  /** Records all traffic from now on, with the bytes of connections, in place of the recording before. `secrets`: with TLS keys. */
  'recording.start': command(() => ({
    input: z.strictObject({
      format: recordingView.shape.format.default('pcapng'),
      secrets: z.boolean().default(false),
      mostBytes: z.int().min(65_536).max(mostRecordedBytes).default(usualRecordedBytes),
    }),
    output: recordingView,
  })),
  /** Ends the recording. `exportRequest` fetches it. */
  'recording.stop': command(() => ({ input: z.strictObject({}), output: recordingView })),
  /** Returns lines of the log by their places. `from` null: the newest lines. */
  'log.read': command(() => ({
    input: logQuery.unwrap().extend({
      from: z.int().nullable().default(null),
      count: z.int().min(0).max(mostLogLines).default(100),
      /** Number of the last line to consider. Null: lines that are still to come, too. */
      until: z.int().nullable().default(null),
    }),
    output: logPage,
  })),
  /**
   * Returns what happened during the last `spanMs` of lab time, in as short intervals as are kept. Null: since the lab started.
   * With `until`, before that lab time and not before now.
   */
  'charts.read': command(() => ({
    input: z.strictObject({
      spanMs: z.number().min(1_000).nullable().default(null),
      until: z.number().nullable().default(null),
    }),
    output: charts,
  })),
  /** Returns the state of a moment of the past. */
  'past.read': command(() => ({ input: momentRequest, output: pastMoment })),
  /** Returns the marks of the time line, several as one where there is no place for each. */
  'past.timeLine': command(() => ({ input: timeLineRequest, output: timeLineView })),
  /** Finds the mark before or after an event. Null: there is none. */
  'past.beside': command(() => ({ input: besideRequest, output: timeMark.nullable() })),
  /** Returns the events that the ladder and other lists of what happened are made of. */
  'past.story': command(() => ({ input: z.strictObject({}), output: pastStory })),
  /**
   * Lets the lab keep its past from now on, or forget it together with its history. Without the beginning of its history a lab cannot
   * be repeated, also after it keeps its past again.
   */
  'past.keep': command(() => ({ input: z.strictObject({ isKept: z.boolean() }), output: nothing })),
  /** Finds a login by its ID, also one that is no longer in the snapshot. Null: the lab has dropped it. */
  'flow.find': command(() => ({ input: z.strictObject({ id: z.string() }), output: flowView.nullable() })),
  /** The scenarios of the library, with what each would change in this lab, and why some cannot be run in it. */
  'demo.list': command(() => ({ input: z.strictObject({}), output: z.array(demoEntry) })),
  /** Prepares the lab for a scenario, whose steps `demo.next` then does. One that runs is stopped before. */
  'demo.start': command(() => ({ input: z.strictObject({ id: z.string() }), output: nothing })),
  /** Does the next step. Answers when it is done; events report its progress. */
  'demo.next': command(() => ({ input: z.strictObject({}), output: nothing })),
  /** Ends the scenario, and puts users, handhelds, settings and faults back, as far as that can be done. */
  'demo.stop': command(() => ({ input: z.strictObject({}), output: nothing })),
  ...lessonCommands,
  ...scenarioCommands,
  ...branchCommands,
  ...snapshotCommands,
  ...studioCommands,
  ...runCommands,
} as const

/**
 * The commands that change nothing themselves: they read, act through other commands, or note something about what was seen. Every
 * other command changes the lab and is part of its history.
 * @example readOnlyCommands.has('traffic.layers') // true
 */
export const readOnlyCommands: ReadonlySet<string> = new Set<string>([
  'handheld.messenger',
  'traffic.layers',
  'traffic.count',
  'traffic.mark',
  'flow.find',
  'log.read',
  'charts.read',
  'past.read',
  'past.timeLine',
  'past.beside',
  'past.story',
  'past.keep',
  'demo.list',
  'demo.start',
  'demo.next',
  'demo.stop',
  ...Object.keys(branchCommands),
  ...Object.keys(snapshotCommands),
  ...Object.keys(lessonCommands),
  ...Object.keys(scenarioCommands),
  ...Object.keys(studioCommands),
  ...Object.keys(runCommands),
])

export type CommandName = keyof typeof commands
/** The input of a command as callers send it. Keys with a default may be left out. */
export type CommandRequest<N extends CommandName> = z.input<(typeof commands)[N]['input']>
/** The input of a command as the schema outputs it, trimmed and with defaults. The lab handles only this form. */
export type CommandInput<N extends CommandName> = z.output<(typeof commands)[N]['input']>
export type CommandOutput<N extends CommandName> = z.output<(typeof commands)[N]['output']>
