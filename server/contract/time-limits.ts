/**
 * How long who waits for whom, in lab time, before a login or a message ends without an answer. The one place for these
 * numbers: parts take them from here, and the lab file's schema and the help say them. All are invented. Some are
 * settings of the lab file (`settings.ts` says which), and what stands here is their default. This file imports nothing.
 */
export interface TimeLimit {
  ms: number
  /** Who waits for what. */
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
