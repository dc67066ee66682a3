import type { LazyMap } from '../../../base/index.ts'
import type { Timer } from '../../../clock/index.ts'
import type { PeerConnection } from '../../sip-server/index.ts'

/** A document with its type. */
export interface TypedBody {
  readonly type: string
  readonly body: string
}

/** The format in which a watcher wants presence (see presence-bodies.ts). */
export type PresenceForm = 'categories' | 'presentity' | 'pidf'

/** One dialog in which this server tells an endpoint of changes (RFC 6665). */
export interface ServerSubscription {
  readonly event: string
  /** The Event header's `id` as written, with its semicolon, or empty (RFC 6665 section 4.1.3). */
  readonly eventId: string
  /** Address of record of the subscriber. */
  readonly watcher: string
  readonly epid: string | null
  readonly callId: string
  /** From and To of the requests that go to the subscriber, tags and all. */
  readonly localAddress: string
  readonly remoteAddress: string
  readonly localTag: string
  readonly remoteTag: string
  /** The connection of its last request. */
  connection: PeerConnection
  remoteTarget: string
  /** MS-SIP: whether changes are sent as BENOTIFY, which is not answered. */
  readonly isBestEffort: boolean
  /** CSeq of the last request to the subscriber, and of the last that came from it. */
  sequence: number
  remoteSequence: number
  expiresAt: number
  timer: Timer | null
  /** Presence: whom it watches, each with what was told last; in what form, and which categories. */
  readonly resources: LazyMap<string, string>
  /** Until when changes of presence are gathered, in lab time; and the users whose changes wait, or null: none do. */
  gathersUntil: number
  gathered: Set<string> | null
  form: PresenceForm
  categories: readonly string[]
  /** Whether the watched users form a list, whose presence comes in one notification. */
  isBatch: boolean
  /** Roaming self: categories, containers, subscribers. */
  parts: ReadonlySet<string>
}
