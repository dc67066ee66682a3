import type { ByteRange, FieldCode, FlowStep, FrameSummary, Hop, LayerNote, LayerView } from '#contract'
import type { WireConnection, WireListener } from './wire.ts'

/**
 * One layer of an opened frame, outermost first: encrypted bytes, then compressed, then content; or TLS, then SIP text.
 */
export interface FrameLayer {
  /** Such as `Envelope`, `Compressed`, `Content`, `SIP`. */
  title: string
  /** How this layer was obtained, or what it shows. A sentence of an environment that has words of its own stays as it is. */
  note: LayerNote | string
  /** Header fields, in order; those inside of another one follow it. */
  fields: readonly LayerField[]
  /** The bytes of this layer, or null if only its text is useful. */
  bytes: Uint8Array | null
  /** Readable form, or null if there is none (ciphertext). */
  text: string | null
  /** Left out: everybody sees it who listens on the wire. */
  side?: LayerView['side']
  /** From which bytes of an earlier layer it was made. */
  origin?: LayerView['origin']
}

export interface LayerField {
  name: string
  value: string
  /** Its bytes in the layer. */
  range?: ByteRange | undefined
  about?: FieldCode | undefined
  /** How many fields contain it; left out: none. */
  depth?: number
}

/**
 * The login or session that a frame belongs to. Made once and shared by its frames, so that each of the many kept frames holds a
 * reference only.
 */
export interface FrameOrigin {
  /** ID of the login, as `flowIdOf` makes it. Null once the login is over, and for what belongs to none. */
  readonly flow: string | null
  /** The step of that login during which the frame crossed. */
  readonly step: FlowStep | null
  /** The session, as soon as the service has a number for it. */
  readonly session: string | null
  /** The user ID as it was typed on the handheld. */
  readonly user: string | null
  /** It is a status message. Left out: it is not, or nobody could read it. */
  readonly isStatus?: true
}

/** A request, or an answer to it. */
export interface FrameExchange {
  /** The same for a request and its answers, unique on a hop for the direction of the request. */
  id: string
  isRequest: boolean
}

/** What is known of a frame without looking into it. */
export interface FrameFacts {
  hop: Hop
  /** `up`: from the handheld towards the servers behind the service; `down`: back. */
  direction: 'up' | 'down'
  /** PIN of the device that the frame belongs to, or null if it belongs to a connection as a whole. */
  pin: string | null
  /** Such as `Envelope`, `SRP`, `JSON`, `LDAP`, `SIP`, `TLS`. */
  protocol: string
  /** Size on the wire, in bytes. */
  sizeBytes: number
  /** Whether this hop is encrypted, so that the closed summary hides the content. */
  isEncrypted: boolean
  /** Absent where the part that reports the frame knows neither login nor session. */
  origin?: FrameOrigin | undefined
}

/** What somebody sees who looks into a frame. */
export interface FrameContent {
  /** The summary for a viewer without keys. */
  summary(): string
  /** The summary for a viewer with the lab's keys; it never contains passwords. */
  openedSummary(): string
  /** What the summary tells, or the opened one. Absent, or null, where it is words of the protocol, the same in every language. */
  told?(isOpened: boolean): FrameSummary | null
  /**
   * The layers of the frame. Passwords and key material are masked unless `reveal` is set.
   */
  layers(options: { reveal: boolean }): readonly FrameLayer[]
  /** The text of the last layer. Absent where it is no easier to make than all layers. */
  contentText?(options: { reveal: boolean }): string
  /** The Call-ID of the SIP dialog, read from the message only when somebody asks. Absent for other protocols. */
  callId?(): string | null
  /**
   * Its message with the framing of its connection, without passwords. Left out where a layer with the protocol's name has the
   * same bytes.
   */
  framed?(): Uint8Array
  /** Which request and answers belong together. Absent, or null, where there is neither. */
  exchange?(): FrameExchange | null
}

/** One part of a packed frame: bytes, text, or nothing. */
export type PackedPart = Uint8Array | string | null

/** How one kind of frame is made readable again from its bytes. */
export interface FrameForm {
  read(parts: readonly (Buffer | null)[], facts: FrameFacts): FrameContent
}

/** What is kept of a frame that is no longer new. */
export interface PackedFrame {
  form: FrameForm
  parts: readonly PackedPart[]
}

/**
 * A part of the lab passes this to its tap when a frame crosses a hop. It must be cheap to make: summaries and layers are
 * functions that run only on demand.
 */
export interface FrameRecord extends FrameFacts, FrameContent {
  /** The connection that carries it; none for frames inside the process and for failed connections. */
  connection?: WireConnection | undefined
  /** Its size inside TLS; without TLS the same as `size`. */
  contentBytes?: number
  /**
   * Returns what is enough to make the content again, for when the frame is no longer new. Null, or without this function: the record
   * itself has to be kept.
   */
  pack?(): PackedFrame | null
}

/** The parts report the frames that cross their hops here. */
export interface Tap {
  frame(record: FrameRecord): void
  /** Receives the bytes of connections too, while a capture file is being written; otherwise null. */
  readonly wire?: WireListener | null
}
