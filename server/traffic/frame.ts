import type { Hop } from '#contract'
import type { WireConnection, WireListener } from './wire.ts'

/**
 * One layer of an opened frame, outermost first: encrypted bytes, then compressed, then content; or TLS, then SIP text.
 */
export interface FrameLayer {
  /** Such as `Envelope`, `Compressed`, `Content`, `SIP`. */
  title: string
  /** One sentence: how this layer was obtained, or what it shows. */
  note: string
  /** Header fields, in order. */
  fields: readonly { name: string; value: string }[]
  /** The bytes of this layer, or null if only its text is useful. */
  bytes: Uint8Array | null
  /** Readable form, or null if there is none (ciphertext). */
  text: string | null
}

/**
 * A part of the lab passes this to its tap when a frame crosses a hop. It must be cheap to make: summaries and layers are
 * functions that run only on demand.
 */
export interface FrameRecord {
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
  /** The connection that carries it; none for frames inside the process and for failed connections. */
  connection?: WireConnection | undefined
  /** Its size inside TLS; without TLS the same as `size`. */
  contentBytes?: number
  /** The summary for a viewer without keys. */
  summary(): string
  /** The summary for a viewer with the lab's keys; it never contains passwords. */
  openedSummary(): string
  /**
   * The layers of the frame. Passwords and key material are masked unless `reveal` is set.
   */
  layers(options: { reveal: boolean }): readonly FrameLayer[]
}

/** The parts report the frames that cross their hops here. */
export interface Tap {
  frame(record: FrameRecord): void
  /** Receives the bytes of connections too, while a capture file is being written; otherwise null. */
  readonly wire?: WireListener | null
}
