import type { Hop } from '#contract'
import type { WireConnection, WireListener } from './wire.ts'

/**
 * One layer of an opened frame, outermost first: encrypted bytes, then compressed, then content; or TLS, then SIP text.
 */
export interface FrameLayer {
  /** Such as `Envelope`, `Compressed`, `Content`, `SIP`. */
  title: string
  /** One sentence: what was done to get here, or what the reader sees. */
  note: string
  /** Header fields, in order. */
  fields: readonly { name: string; value: string }[]
  /** The bytes of this layer, or null where it is best read as text only. */
  bytes: Uint8Array | null
  /** Readable form, or null where there is none (ciphertext). */
  text: string | null
}

/**
 * What a part of the lab hands to its tap when a frame crosses a hop. Making one must be cheap: everything that costs
 * work (summaries, layers) is a function that runs only when somebody looks.
 */
export interface FrameRecord {
  hop: Hop
  /** `up`: from the handheld towards the servers behind the service; `down`: back. */
  direction: 'up' | 'down'
  /** PIN of the device the frame belongs to, or null when it belongs to none (a connection's own traffic). */
  pin: string | null
  /** Such as `Envelope`, `SRP`, `JSON`, `LDAP`, `SIP`, `TLS`. */
  protocol: string
  /** Size on the wire, in bytes. */
  sizeBytes: number
  /** Whether this hop is encrypted, so that the closed summary hides the content. */
  isEncrypted: boolean
  /** The connection that carries it; none for what is in process, or tells of a connection that failed. */
  connection?: WireConnection | undefined
  /** Its bytes within TLS; without TLS they are its size. */
  contentBytes?: number
  /** What someone without keys sees. */
  summary(): string
  /** What someone with the lab's keys sees; passwords are never part of it. */
  openedSummary(): string
  /**
   * The frame taken apart. Passwords and key material are masked unless `reveal` is set.
   */
  layers(options: { reveal: boolean }): readonly FrameLayer[]
}

/** Where the parts report the frames that cross their hops. */
export interface Tap {
  frame(record: FrameRecord): void
  /** Wants the bytes of connections too, while a capture file is being written; else null. */
  readonly wire?: WireListener | null
}
