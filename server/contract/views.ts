import { z } from 'zod'
import { certificatesAt, fault } from './faults.ts'
import { handheldNotice } from './handheld-notices.ts'
import { link } from './link.ts'
import { messageReason } from './message-reasons.ts'
import { notice, noticeLevels, noticeParts } from './notices.ts'
import { person } from './person.ts'
import { processFlow } from './process-flow.ts'
import { serviceView } from './settings.ts'
import { stepDetail } from './step-details.ts'
import {
  ciphers,
  coverages,
  handheldStates,
  loginResults,
  messageStates,
  models,
  presences,
  signedOutReasons,
  stepOutcomes,
  transports,
} from './vocabulary.ts'

/** What a face shows of the lab. Times are lab time in milliseconds since 1970; durations are milliseconds. */

const time = z.number()

export const handheldView = z.object({
  name: z.string(),
  /** Eight hexadecimal digits. */
  pin: z.string(),
  model: z.enum(models),
  /** The user to whom the handheld was issued: fills the User ID field. */
  user: z.string(),
  state: z.enum(handheldStates),
  /** Why it is signed out; null when it never was signed in, or is signed in. */
  reason: z.enum(signedOutReasons).nullable(),
  /** Status of the last login attempt; null before the first. */
  lastStatus: z.enum(loginResults).nullable(),
  /** What it tells the person holding it, or null. */
  notice: handheldNotice.nullable(),
  coverage: z.enum(coverages),
  /** Its own link; null: what the coverage gives. */
  link: link.nullable(),
  sendsStatus: z.boolean(),
  isOn: z.boolean(),
  cipher: z.enum(ciphers),
  /** Generation of the device transport key in use. */
  keyGeneration: z.int(),
  /** The user ID signed in, or signing in. */
  signedInUser: z.string().nullable(),
  lastStatusSentAt: time.nullable(),
  /** Packets that the network holds until the device can be reached. */
  waitingPackets: z.int(),
  /** When the client logs in again by itself (null: as soon as there is coverage, or now), and how often it has tried. */
  nextLogin: z.object({ at: time.nullable(), attempt: z.int(), mostAttempts: z.int() }).nullable(),
  /** The login flow last started from this handheld. */
  flowId: z.string().nullable(),
  /** The person's own presence; null while signed out. */
  presence: z.enum(presences).nullable(),
  /** Messages that nobody has looked at; while there are some the LED blinks. */
  unread: z.int(),
  /** Text of the message that was received last, or null. */
  lastMessage: z.string().nullable(),
  /** Rises with every change to contacts, conversations and messages: `handheld.messenger` then has something new. */
  messengerRevision: z.int(),
})
export type HandheldView = z.infer<typeof handheldView>

export const messageView = z.object({
  /** Unique on its handheld. */
  id: z.string(),
  isOwn: z.boolean(),
  text: z.string(),
  at: time,
  /** Null for a message received. */
  state: z.enum(messageStates).nullable(),
  /** Why it was rejected, or is not confirmed; or null. */
  why: messageReason.nullable(),
})
export type MessageView = z.infer<typeof messageView>

export const conversationView = z.object({
  /** The other person. */
  with: person,
  isTyping: z.boolean(),
  unread: z.int(),
  last: messageView.nullable(),
})
export type ConversationView = z.infer<typeof conversationView>

/** The collaboration client's contents. Not part of the snapshot, which would grow with the square of the lab. */
export const messengerView = z.object({
  revision: z.int(),
  contacts: z.array(person),
  /** The one with the latest message first. */
  conversations: z.array(conversationView),
  /** Of the conversation asked for, oldest first; bounded. */
  messages: z.array(messageView),
  /** Messages of that conversation that the bounded list no longer holds. */
  droppedMessages: z.int(),
})
export type MessengerView = z.infer<typeof messengerView>

export const sessionView = z.object({
  /** Unique in the lab. */
  id: z.string(),
  /** Name of the instance that keeps it. */
  service: z.string(),
  user: z.string(),
  /** Name of the handheld. */
  handheld: z.string(),
  pin: z.string(),
  isInCoverage: z.boolean(),
  openedAt: time,
  /** When the service last had a status message (or the login) from the device; idle time counts from here. */
  lastStatusAt: time,
  /** When the person last did something, as far as the service knows; the inactivity timeout counts from here. */
  lastActivityAt: time,
  /** Its connection to the Communications Server broke, and the service registers it again. */
  isReconnecting: z.boolean(),
  /** The cached connectivity information. */
  connectivity: z.object({
    /** Such as `sip:alice@corp.example`. */
    sipAddress: z.string(),
    /** Host and port of the server. */
    server: z.string(),
    transport: z.enum(transports),
    expiresAt: time,
    /** What else the environment keeps of it, such as a `Call-ID`, for people who look. */
    details: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
})
export type SessionView = z.infer<typeof sessionView>

export const flowStepView = z.object({
  step: z.string(),
  outcome: z.enum(stepOutcomes),
  at: time,
  /** What decided it, with the numbers and parties. */
  detail: stepDetail,
})
export type FlowStepView = z.infer<typeof flowStepView>

export const flowView = z.object({
  id: z.string(),
  handheld: z.string(),
  /** Of the device; its handheld may be gone by now. */
  pin: z.string(),
  user: z.string(),
  startedAt: time,
  endedAt: time.nullable(),
  result: z.enum(loginResults).nullable(),
  steps: z.array(flowStepView),
})
export type FlowView = z.infer<typeof flowView>

export const frameView = z.object({
  /** Number of the frame in this lab, from 1. */
  number: z.int(),
  at: time,
  hop: z.string(),
  direction: z.enum(['up', 'down']),
  /** Name of the handheld, or null for a connection's own traffic. */
  handheld: z.string().nullable(),
  protocol: z.string(),
  sizeBytes: z.int(),
  isEncrypted: z.boolean(),
  summary: z.string(),
  openedSummary: z.string(),
})
export type FrameView = z.infer<typeof frameView>

export const layerView = z.object({
  title: z.string(),
  note: z.string(),
  fields: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Base64, or null. */
  bytes: z.string().nullable(),
  text: z.string().nullable(),
})
export type LayerView = z.infer<typeof layerView>

export const userView = z.object({
  id: z.string(),
  name: z.string(),
  sipAddress: z.string(),
  mayUseClient: z.boolean(),
  /** The stand-in for Active Directory lets the user's account log in. */
  isEnabled: z.boolean(),
})
export type UserView = z.infer<typeof userView>

/** One instance of the Collaboration Service. */
export const serviceInstanceView = z.object({
  /** Unique in the lab, such as `service-1`. */
  name: z.string(),
  /** The instances of a lab share their settings, as the members of a pool do. */
  settings: serviceView,
})
export type ServiceInstanceView = z.infer<typeof serviceInstanceView>

/** What somebody broke on purpose, to watch what happens. */
export const conditionsView = z.object({
  isDirectoryUp: z.boolean(),
  isCommunicationsServerUp: z.boolean(),
  /** Which certificate the Communications Server shows. */
  serverCertificate: z.enum(certificatesAt('communicationsServer')),
  /** Which certificate the service shows as its half of MTLS. */
  serviceCertificate: z.enum(certificatesAt('service')),
})
export type ConditionsView = z.infer<typeof conditionsView>

/** What happened (`code` and `facts`), and where. */
export const noticeView = z
  .object({ at: time, level: z.enum(noticeLevels), part: z.enum(noticeParts) })
  .and(notice)
export type NoticeView = z.infer<typeof noticeView>

/** How lab time passes. */
export const paceView = z.object({
  /** Seconds of lab time in a real second. */
  speed: z.number(),
  isPaused: z.boolean(),
  /** There, and true, while lab time is behind by a second or more: the machine was too slow for its speed. */
  isCatchingUp: z.boolean().optional(),
})
export type PaceView = z.infer<typeof paceView>

/** Somebody's desktop client: the other endpoint of a user who has a handheld too. */
export const desktopView = z.object({
  user: z.string(),
  isSignedIn: z.boolean(),
  /** Received, oldest first; bounded. */
  messages: z.array(z.object({ from: z.string(), text: z.string() })),
  droppedMessages: z.int(),
})
export type DesktopView = z.infer<typeof desktopView>

const endpoint = z.object({ host: z.string(), port: z.int() })

/**
 * The whole lab as people see it, at one moment: what a face starts from. `applyEvent` keeps it up to date.
 * @example
 * const { handhelds } = await api.snapshot()
 * handhelds.filter(({ state }) => state === 'signed-in')
 */
export const snapshotView = z.object({
  /** Number of the last event that this snapshot contains. */
  seq: z.int(),
  at: time,
  lab: z.object({
    domain: z.string(),
    database: z.string(),
    dispatcher: endpoint,
    communicationsServer: endpoint.extend({ transport: z.enum(transports) }),
    directory: endpoint,
  }),
  /** Null: time is virtual, passed by the scenario that runs. */
  pace: paceView.nullable(),
  /** Settings of the first instance: the same as `services[0].settings`. */
  service: serviceView,
  /** The instances of the Collaboration Service; at least one. */
  services: z.array(serviceInstanceView),
  /** What logins go through in the environment that the service is set up for. */
  processFlow,
  conditions: conditionsView,
  /** What is broken on purpose, in the order in which it was; conditions tell of some of it too. */
  faults: z.array(fault),
  users: z.array(userView),
  handhelds: z.array(handheldView),
  sessions: z.array(sessionView),
  /** Of those who have signed in on one. */
  desktops: z.array(desktopView),
  /** The latest logins, oldest first; bounded. */
  flows: z.array(flowView),
  /** What went wrong or deserves a look, oldest first; bounded. */
  notices: z.array(noticeView),
  /** The latest frames, oldest first; bounded. */
  frames: z.array(frameView),
  /** Frames that the bounded capture no longer holds. */
  droppedFrames: z.int(),
})
export type Snapshot = z.infer<typeof snapshotView>
