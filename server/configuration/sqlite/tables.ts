import type { ColumnType, Generated } from 'kysely'

/** libsql takes bytes in any form, and gives them as a bare buffer. */
type Blob = ColumnType<ArrayBuffer, Uint8Array, Uint8Array>

/**
 * Tables of the Configuration Database. The original's table names for instant messaging are not public: these are
 * invented. What they hold is the original's: users, device PINs, read-only copies of device transport keys, SRP identity
 * and settings.
 */
export interface Tables {
  user_account: {
    id: string
    name: string
    sip_address: string
    may_use_client: number
  }
  device: {
    /** Position of the handheld on the bench. */
    position: Generated<number>
    pin: string
    name: string
    model: string
    user_id: string
    cipher: string
  }
  transport_key: {
    pin: string
    generation: number
    material: Blob
    /** Lab time, milliseconds since 1970. */
    made_at: number
  }
  setting: { name: string; value: string }
  /** Accounts of the stand-in for Active Directory, in the same file so that a lab is one file. */
  directory_account: {
    id: string
    nt_hash: Blob
    state: string
    /** The SIP address of the account; null: the address of the user. */
    sip_address: string | null
  }
}
