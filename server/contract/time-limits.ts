/**
 * How long who waits for whom, in lab time, before a login or a message ends without an answer. The one place for these
 * numbers: parts take them from here, and the lab file's schema and the help say them. All are invented; those with a key
 * are settings of the lab file, and what stands here is their default. This file imports nothing.
 */
export interface TimeLimit {
  ms: number
  /** Key in the lab file; null: it cannot be set. */
  key: string | null
  /** Who waits for what. */
  waits: string
}

export const timeLimits = {
  login: { ms: 60_000, key: null, waits: 'a handheld waits for the answer to its login' },
  database: { ms: 15_000, key: null, waits: 'the service waits for the Configuration Database (4d)' },
  directoryBind: {
    ms: 15_000,
    key: 'directory.bindTimeout',
    waits: 'the service waits for Active Directory (4d): connecting and all messages of the bind together',
  },
  communicationsConnect: {
    ms: 15_000,
    key: 'communicationsServer.connectTimeout',
    waits: 'the service waits for a connection to the Communications Server, TLS included (4e)',
  },
  communicationsRequest: {
    ms: 15_000,
    key: 'communicationsServer.requestTimeout',
    waits: 'the service waits for the answer to a request, such as OPTIONS (4e) and REGISTER (6)',
  },
  messageAnswer: { ms: 60_000, key: null, waits: 'the service waits for the answer to an instant message' },
  messageReceipt: {
    ms: 10_000,
    key: null,
    waits:
      'the service waits for a handheld’s receipt, before it tells the sender’s server that it keeps the message',
  },
  messageOutcome: { ms: 90_000, key: null, waits: 'a handheld waits to hear what became of its message' },
  srpExchange: {
    ms: 30_000,
    key: null,
    waits: 'the Dispatcher waits for the SRP exchange that opens a connection',
  },
  packets: { ms: 300_000, key: null, waits: 'the Dispatcher waits for the next packet of a message' },
} satisfies Record<string, TimeLimit>
