/**
 * The time limits, in lab time, after which a login or a message ends without an answer. The parts, the schema of lab files and the
 * help take them from here. All are invented. Those that `settings.ts` lists can be set in the lab file; their values here are the
 * defaults. This file imports nothing.
 */
export interface TimeLimit {
  ms: number
  /** States who waits for what, for the documentation and the help. */
  waits: string
}

export const timeLimits = {
  login: { ms: 60_000, waits: 'a handheld waits for the answer to its login' },
  database: { ms: 15_000, waits: 'the service waits for the Configuration Database (4d)' },
  directoryBind: {
    ms: 15_000,
    waits: 'the service waits for Active Directory (4d): connecting and all messages of the bind together',
  },
  communicationsConnect: {
    ms: 15_000,
    waits: 'the service waits for a connection to the Communications Server, TLS included (4e)',
  },
  communicationsRequest: {
    ms: 15_000,
    waits: 'the service waits for the answer to a request, such as OPTIONS (4e) and REGISTER (6)',
  },
  messageAnswer: { ms: 60_000, waits: 'the service waits for the answer to an instant message' },
  messageReceipt: {
    ms: 10_000,
    waits:
      'the service waits for a handheld’s receipt, before it tells the sender’s server that it keeps the message',
  },
  messageOutcome: { ms: 90_000, waits: 'a handheld waits to hear what became of its message' },
  srpExchange: {
    ms: 30_000,
    waits: 'the Dispatcher waits for the SRP exchange that opens a connection',
  },
  packets: { ms: 300_000, waits: 'the Dispatcher waits for the next packet of a message' },
} satisfies Record<string, TimeLimit>

export type TimeLimitName = keyof typeof timeLimits
