import { z } from 'zod'
import { branchingView } from './branching.ts'
import { composingView } from './compose.ts'
import { demoView } from './demo.ts'
import { certificatesAt } from './fault-certificates.ts'
import { standingFault } from './fault-forms.ts'
import { frameSummary } from './frame-summaries.ts'
import { handheldNotice } from './handheld-notices.ts'
import { layerNote } from './layer-notes.ts'
import { lessonView } from './lesson.ts'
import { link } from './link.ts'
import { messageReason } from './message-reasons.ts'
import { notice, noticeLevels, noticeParts } from './notices.ts'
import { person } from './person.ts'
import { processFlow } from './process-flow.ts'
import { scenarioRunView } from './scenario-run.ts'
import { serviceView } from './settings.ts'
import { stepDetail } from './step-details.ts'
import {
  ciphers,
  coverages,
  handheldStates,
  loginResults,
  markColours,
  messageStates,
  models,
  presences,
  signedOutReasons,
  stepOutcomes,
  transports,
} from './vocabulary.ts'

/** The state of the lab as faces show it. Times are lab time in milliseconds since 1970; durations are milliseconds. */

const time = z.number()

export const handheldView = z.lazy(() =>
  z.object({
    name: z.string(),
    /** Eight hexadecimal digits. */
    pin: z.string(),
    model: z.enum(models),
    /** The user to whom the handheld was issued. Fills the User ID field. */
    user: z.string(),
    state: z.enum(handheldStates),
    /** The reason why it is signed out. Null if it is signed in or never was. */
    reason: z.enum(signedOutReasons).nullable(),
    /** Status of the last login attempt; null before the first. */
    lastStatus: z.enum(loginResults).nullable(),
    /** The notice that it shows, or null. */
    notice: handheldNotice.nullable(),
    coverage: z.enum(coverages),
    /** When the coverage that it had before comes back. Left out unless it is in a tunnel. */
    tunnelEndsAt: time.optional(),
    /** Its own link. Null: the link that the coverage gives. */
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
    /** The next automatic login. `at` is null if the login is under way or waits for coverage. */
    nextLogin: z.object({ at: time.nullable(), attempt: z.int(), mostAttempts: z.int() }).nullable(),
    /** The login flow last started from this handheld. */
    flowId: z.string().nullable(),
    /** The person's own presence; null while signed out. */
    presence: z.enum(presences).nullable(),
    /** Number of unread messages. The LED blinks unless it is 0. */
    unread: z.int(),
    /** Text of the message that was received last, or null. */
    lastMessage: z.string().nullable(),
    /** Increases with every change to contacts, conversations and messages. Call `handheld.messenger` again then. */
    messengerRevision: z.int(),
  }),
)
export type HandheldView = z.infer<typeof handheldView>

export const messageView = z.lazy(() =>
  z.object({
    /** Unique on its handheld. */
    id: z.string(),
    isOwn: z.boolean(),
    text: z.string(),
    at: time,
    /** Null for received messages. */
    state: z.enum(messageStates).nullable(),
    /** The reason why it was rejected or is not confirmed, or null. */
    why: messageReason.nullable(),
  }),
)
export type MessageView = z.infer<typeof messageView>

export const conversationView = z.lazy(() =>
  z.object({
    /** The other person. */
    with: person,
    isTyping: z.boolean(),
    unread: z.int(),
    last: messageView.nullable(),
  }),
)
export type ConversationView = z.infer<typeof conversationView>

/** Contacts, conversations and messages of a handheld. Not in the snapshot, which would grow with the square of the users. */
export const messengerView = z.lazy(() =>
  z.object({
    revision: z.int(),
    contacts: z.array(person),
    /** The conversation with the latest message comes first. */
    conversations: z.array(conversationView),
    /** Messages of the requested conversation, oldest first. Bounded. */
    messages: z.array(messageView),
    /** Number of messages that the bounded list has dropped. */
    droppedMessages: z.int(),
  }),
)
export type MessengerView = z.infer<typeof messengerView>

export const sessionView = z.lazy(() =>
  z.object({
    /** Unique in the lab. */
    id: z.string(),
    /** Name of the service instance that keeps it. */
    service: z.string(),
    user: z.string(),
    /** Name of the handheld. */
    handheld: z.string(),
    pin: z.string(),
    isInCoverage: z.boolean(),
    openedAt: time,
    /** Time of the last status message (or the login) that the service received. The idle timeout starts here. */
    lastStatusAt: time,
    /** Time of the last user activity that the service knows of. The inactivity timeout starts here. */
    lastActivityAt: time,
    /** The connection to the Communications Server broke, and the service is registering the session again. */
    isReconnecting: z.boolean(),
    /** The cached connectivity information. */
    connectivity: z.object({
      /** Such as `sip:alice@corp.example`. */
      sipAddress: z.string(),
      /** Host and port of the server. */
      server: z.string(),
      transport: z.enum(transports),
      expiresAt: time,
      /** Further data of the environment, such as a `Call-ID`, for display. */
      details: z.array(z.object({ name: z.string(), value: z.string() })),
    }),
  }),
)
export type SessionView = z.infer<typeof sessionView>

export const flowStepView = z.object({
  step: z.string(),
  outcome: z.enum(stepOutcomes),
  at: time,
  /** The facts that decided the step. */
  detail: stepDetail,
})
export type FlowStepView = z.infer<typeof flowStepView>

export const flowView = z.lazy(() =>
  z.object({
    id: z.string(),
    handheld: z.string(),
    /** PIN of the device, whose handheld may have been removed since. */
    pin: z.string(),
    user: z.string(),
    startedAt: time,
    endedAt: time.nullable(),
    result: z.enum(loginResults).nullable(),
    steps: z.array(flowStepView),
  }),
)
export type FlowView = z.infer<typeof flowView>

export const frameView = z.object({
  /** Number of the frame in this lab, from 1. */
  number: z.int(),
  at: time,
  hop: z.string(),
  direction: z.enum(['up', 'down']),
  /** Name of the handheld. Null for traffic of the connection itself. */
  handheld: z.string().nullable(),
  protocol: z.string(),
  sizeBytes: z.int(),
  isEncrypted: z.boolean(),
  /** In English. */
  summary: z.string(),
  openedSummary: z.string(),
  /** What the summaries say, for sentences in other languages. Left out where they are words of a protocol. */
  told: frameSummary.optional(),
  toldOpened: frameSummary.optional(),
  /** The login that it belongs to, by the flow's ID. Null once that login is over. */
  flow: z.string().nullable(),
  /** The step of that login. */
  step: z.string().nullable(),
  /** The session, also while its login is under way, as soon as the service has a number for it. */
  session: z.string().nullable(),
  /** The user ID as typed on the handheld. */
  user: z.string().nullable(),
  /** The Call-ID of the SIP dialog. Null for other protocols. */
  callId: z.string().nullable(),
})
export type FrameView = z.infer<typeof frameView>

/** Consecutive bytes of a layer: the first, and the one after the last. */
export const byteRange = z.object({ start: z.int(), end: z.int() })
export type ByteRange = z.infer<typeof byteRange>

export const layerFieldView = z.lazy(() =>
  z.object({
    name: z.string(),
    value: z.string(),
    /** Its bytes in the layer. Null: it has none of its own. */
    range: byteRange.nullable(),
    /** What it means: a {@link FieldCode}, or null. */
    about: z.string().nullable(),
    /** How many fields contain it. */
    depth: z.int(),
  }),
)
export type LayerFieldView = z.infer<typeof layerFieldView>

/**
 * How a layer was made from bytes of another one. `part`: it is these bytes, so that each can be traced. Otherwise only the whole
 * can: what was encrypted or compressed has no byte of its own outside.
 */
export const layerOrigins = ['part', 'decrypted', 'decompressed', 'joined'] as const

export const layerView = z.lazy(() =>
  z.object({
    title: z.string(),
    /** In English. */
    note: z.string(),
    /** What the note says, for sentences in other languages. Left out where there is only its text. */
    told: layerNote.optional(),
    fields: z.array(layerFieldView),
    /** Base64, or null. */
    bytes: z.string().nullable(),
    text: z.string().nullable(),
    /** Who sees it: who listens on the wire, or only who has the keys. */
    side: z.enum(['wire', 'inside']),
    /** Where its bytes come from: the index of another layer, the bytes there, and what was done to them. Null: from nowhere. */
    origin: z.object({ layer: z.int(), range: byteRange, how: z.enum(layerOrigins) }).nullable(),
  }),
)
export type LayerView = z.infer<typeof layerView>

/** What somebody noted about a frame. A capture file carries it as a comment on the packet. */
export const markView = z.lazy(() =>
  z.object({
    /** Number of the frame. */
    number: z.int(),
    /** When the frame crossed. */
    at: time,
    comment: z.string(),
    colour: z.enum(markColours).nullable(),
    /** Whether the lab has dropped the frame since. */
    isGone: z.boolean(),
  }),
)
export type MarkView = z.infer<typeof markView>

export const userView = z.lazy(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    sipAddress: z.string(),
    mayUseClient: z.boolean(),
    /** Whether the user's account in the stand-in for Active Directory is enabled. */
    isEnabled: z.boolean(),
  }),
)
export type UserView = z.infer<typeof userView>

/** One instance of the Collaboration Service. */
export const serviceInstanceView = z.lazy(() =>
  z.object({
    /** Unique in the lab, such as `service-1`. */
    name: z.string(),
    /** Its settings, which all instances of a lab share, as the members of a pool do. */
    settings: serviceView,
  }),
)
export type ServiceInstanceView = z.infer<typeof serviceInstanceView>

/** Conditions that people set to observe their effect. They are faults, shown as switches. */
export const conditionsView = z.object({
  isDirectoryUp: z.boolean(),
  isCommunicationsServerUp: z.boolean(),
  /** The certificate that the Communications Server shows. */
  serverCertificate: z.enum(certificatesAt('communicationsServer')),
  /** The client certificate that the service shows for MTLS. */
  serviceCertificate: z.enum(certificatesAt('service')),
})
export type ConditionsView = z.infer<typeof conditionsView>

/** A notice (`code` and `facts`) with its time, level and part. */
export const noticeView = z
  .object({ at: time, level: z.enum(noticeLevels), part: z.enum(noticeParts) })
  .and(notice)
export type NoticeView = z.infer<typeof noticeView>

/** A recording of traffic from some moment on, with the bytes of connections, which waits in the lab to be fetched. */
export const recordingView = z.object({
  format: z.enum(['pcapng', 'jsonl']),
  /** Lab time. */
  startedAt: time,
  /** Size of the file. */
  bytes: z.number(),
  /** It ends by itself at this size. */
  mostBytes: z.number(),
  /** Why it ended; null while it goes on. */
  ended: z.enum(['stopped', 'full', 'failed']).nullable(),
})
export type RecordingView = z.infer<typeof recordingView>

/** The speed of lab time. */
export const paceView = z.lazy(() =>
  z.object({
    /** Seconds of lab time per second of real time. */
    speed: z.number(),
    isPaused: z.boolean(),
    /** True while lab time is behind by a second or more, because the machine is too slow for the speed. Absent otherwise. */
    isCatchingUp: z.boolean().optional(),
  }),
)
export type PaceView = z.infer<typeof paceView>

/** The desktop client of a user, who may have a handheld, too. */
export const desktopView = z.lazy(() =>
  z.object({
    user: z.string(),
    isSignedIn: z.boolean(),
    /** Received messages, oldest first. Bounded. */
    messages: z.array(z.object({ from: z.string(), text: z.string() })),
    droppedMessages: z.int(),
  }),
)
export type DesktopView = z.infer<typeof desktopView>

const endpoint = z.object({ host: z.string(), port: z.int() })

/**
 * The complete state of the lab at one moment, from which a face starts. `applyEvent` keeps it up to date.
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
  /** Null if time is virtual and the running scenario advances it. */
  pace: paceView.nullable(),
  /** Settings of the first instance: the same as `services[0].settings`. */
  service: serviceView,
  /** The instances of the Collaboration Service; at least one. */
  services: z.array(serviceInstanceView),
  /** The process flow of logins in the configured environment. */
  processFlow,
  conditions: conditionsView,
  /** The latest recording that the window began, until the next one. */
  recording: recordingView.nullable(),
  /** All faults, in the order in which they were set. `conditions` shows some of them, too. */
  faults: z.array(standingFault),
  users: z.array(userView),
  handhelds: z.array(handheldView),
  sessions: z.array(sessionView),
  /** Desktop clients that have signed in at least once. */
  desktops: z.array(desktopView),
  /** The latest logins, oldest first. Bounded. */
  flows: z.array(flowView),
  /** The latest notices, oldest first. Bounded. */
  notices: z.array(noticeView),
  /** The scenario of the library that is run step by step in this lab. Null: none. */
  demo: demoView.nullable(),
  /** The scenario file that is run in this lab, which is there for that only. Null: none. */
  run: scenarioRunView.nullable().default(null),
  /** The lesson that is being taken in this lab. Null: none. */
  lesson: lessonView.nullable().default(null),
  /** How far the making of a scenario of what was done is. Null: none is made. */
  composing: composingView.nullable().default(null),
  /** Other turns that are being started. */
  branching: z.array(branchingView).default([]),
  /** Marks on frames, by the number of the frame. Bounded. */
  marks: z.array(markView),
})
export type Snapshot = z.infer<typeof snapshotView>
