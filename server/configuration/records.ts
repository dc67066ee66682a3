import type { Cipher, Model } from '#contract'

export interface User {
  id: string
  name: string
  /** Such as `sip:alice@corp.example`. */
  sipAddress: string
  mayUseClient: boolean
}

export interface Device {
  /** Eight hexadecimal digits, upper case. */
  pin: string
  name: string
  model: Model
  /** The user to whom it was issued. */
  userId: string
  cipher: Cipher
}

/** One generation of a device transport key. */
export interface TransportKey {
  pin: string
  generation: number
  material: Uint8Array
  /** Lab time. */
  madeAt: number
}

/** An account of the stand-in directory. */
export interface DirectoryAccount {
  id: string
  ntHash: Uint8Array
  state: string
  /** Null: the SIP address of the user. */
  sipAddress: string | null
}
