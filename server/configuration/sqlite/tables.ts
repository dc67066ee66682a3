import type { Generated } from 'kysely'

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
    /** Order in which the handhelds stand on the bench. */
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
    material: Uint8Array
    /** Lab time, milliseconds since 1970. */
    made_at: number
  }
  setting: { name: string; value: string }
  /** What the stand-in for Active Directory knows; kept in the same file so that a lab is one file. */
  directory_account: {
    id: string
    nt_hash: Uint8Array
    state: string
    /** The SIP address of the account; null: that of the user. */
    sip_address: string | null
  }
}

/** `BRMB`: marks a file as a Bramble database. */
export const applicationId = 0x42524d42
export const schemaVersion = 2

/** What makes a file of the version before it one of each version. */
export const migrations: Readonly<Record<number, string>> = {
  2: 'alter table directory_account add column sip_address text',
}

export const schema = `
create table user_account (id text primary key collate nocase, name text not null, sip_address text not null unique,
  may_use_client integer not null) strict;
create table device (position integer primary key autoincrement, pin text not null unique, name text not null unique,
  model text not null, user_id text not null, cipher text not null) strict;
create table transport_key (pin text not null references device (pin) on delete cascade, generation integer not null,
  material blob not null, made_at integer not null, primary key (pin, generation)) strict;
create table setting (name text primary key, value text not null) strict;
create table directory_account (id text primary key collate nocase, nt_hash blob not null, state text not null,
  sip_address text) strict;
pragma application_id = ${applicationId};
pragma user_version = ${schemaVersion};
`
