import {
  type CommandName,
  type CommandOutput,
  type CommandRequest,
  type FaultView,
  type LabApi,
  linkPresets,
  presences,
  transports,
} from '#contract'
import { type Clock, delay, type Generator } from '../../server/clock/index.ts'
import type { LabFileInput } from '../../server/files/index.ts'
import { reasonInEnglish } from '../../server/words/testing/in-english.ts'
import type { Entry, Ledger } from './ledger.ts'

const password = 'Passw0rd!'

export interface FleetSize {
  users: number
  /** More than the number of users, so that the first users have two. */
  handhelds: number
}

/** What a fleet needs of a lab. A lab in another process has its API over a connection, and real time as its clock. */
export interface FleetLab {
  readonly api: LabApi
  readonly clock: Clock
}

/** How a fleet behaves. */
export interface FleetHabits {
  size: FleetSize
  /** Asked before each action; true ends the fleet's work. */
  isDone(): boolean
  /** Longest pause between two actions of a handheld, in ms of lab time. Default: 3,000. */
  longestPauseMs?: number
  /** Number of neighbours to whom each handheld writes. Default: everybody. */
  colleagues?: number
  /** After about this many actions a handheld reads and closes all its conversations. Default: never. */
  actionsPerTidying?: number
  /** Whether lab time passes between two commands that follow each other, as it does where it is paced. Default: false. */
  isPaced?: boolean
  /** A handheld writes nothing while so many of its messages have no answer. Default: it always writes. */
  mostUnanswered?: number
  /** Whether faults are set and cleared all the time. Default: true. */
  setsFaults?: boolean
  /** Whether a line is kept for each action. Default: true. */
  keepsHistory?: boolean
}

/** A lab file with users and their handhelds. In a small fleet, all users are on each other's contact lists. */
export function fleetFile({
  users,
  handhelds,
}: FleetSize): Required<Pick<LabFileInput, 'users' | 'handhelds'>> {
  return {
    users: Array.from({ length: users }, (_, index) => ({ id: `u${index + 1}` })),
    handhelds: Array.from({ length: handhelds }, (_, index) => ({
      name: `h${index + 1}`,
      user: `u${(index % users) + 1}`,
    })),
  }
}

/**
 * Uses a lab at random: one actor for each handheld sends messages, logs in and out, and changes coverage, power and link;
 * another actor sets and clears faults. All waits are in lab time.
 */
export class Fleet {
  readonly #lab: FleetLab
  readonly #ledger: Ledger
  readonly #generator: Generator
  readonly #habits: Required<FleetHabits>
  readonly #shapes: Generator
  /** The signed-in user of each handheld, or null, from the lab's events. */
  readonly #signedIn = new Map<string, string | null>()
  /** Number of messages of each handheld that the lab has not answered yet. */
  readonly #unanswered = new Map<string, number>()
  /** Messages without an ending so far, by recipient. Kept only where lab time is paced. */
  readonly #open = new Map<string, Set<Entry>>()
  /** Users whose conversations are being closed. */
  readonly #tidying = new Set<string>()
  /** One line for each action, the latest last. */
  readonly history: string[] = []

  constructor(lab: FleetLab, ledger: Ledger, generator: Generator, habits: FleetHabits) {
    this.#lab = lab
    this.#ledger = ledger
    this.#generator = generator
    this.#habits = {
      longestPauseMs: 3_000,
      colleagues: habits.size.users,
      actionsPerTidying: Number.POSITIVE_INFINITY,
      isPaced: false,
      mostUnanswered: Number.POSITIVE_INFINITY,
      setsFaults: true,
      keepsHistory: true,
      ...habits,
    }
    this.#shapes = generator.fork('texts')
    const heard = ['handheld'] as const
    lab.api.subscribe((event) => {
      if (event.type !== 'handheld') return
      const { name, state, signedInUser } = event.handheld
      this.#signedIn.set(name, state === 'signed-in' ? signedInUser : null)
    }, heard)
  }

  get names(): string[] {
    return Array.from({ length: this.#habits.size.handhelds }, (_, index) => `h${index + 1}`)
  }

  /** Lets all actors act until the fleet is done. */
  async act(): Promise<void> {
    const actors = this.names.map((name, index) => this.#useHandheld(name, index))
    if (this.#habits.setsFaults) actors.push(this.#setFaults())
    await Promise.all(actors)
  }

  /** Clears all faults and gives every handheld power and coverage. Afterwards lab time has to pass. */
  async restoreAll(): Promise<void> {
    await this.#call('faults.clear', {})
    for (const name of this.names) {
      await this.#call('handheld.setPower', { name, isOn: true })
      await this.#call('handheld.setLink', { name, link: null })
      await this.#call('handheld.setCoverage', { name, coverage: 'good' })
      await this.#call('handheld.setStatusMessages', { name, sendsStatus: true })
    }
  }

  /** Records in the ledger all messages of all conversations. */
  async readAll(): Promise<void> {
    for (const name of this.names) await this.#read(name)
  }

  async #useHandheld(name: string, index: number): Promise<void> {
    const chance = this.#generator.fork(name)
    const { actionsPerTidying, longestPauseMs, size } = this.#habits
    const own = `u${(index % size.users) + 1}`
    let owner = own
    await delay(this.#lab.clock, chance.integer(0, Math.max(10_000, longestPauseMs)))
    while (!this.#habits.isDone()) {
      if (!this.#signedIn.get(name)) {
        const isWrong = chance.fraction() < 0.05
        const isGuest = chance.fraction() < 0.15 && !this.#isSending(name)
        const user = isGuest ? this.#anybody(chance, index) : own
        // A login by another user clears the conversations, so record them first. No message arrives while signed out.
        await this.#read(name, user !== owner)
        const { result } = await this.#call('handheld.login', {
          name,
          user,
          password: isWrong ? 'x' : password,
        })
        if (result === 'accepted') owner = user
        await delay(this.#lab.clock, chance.integer(200, result === 'accepted' ? 1_000 : 15_000))
        continue
      }
      await this.#actOnce(name, index, own, chance)
      if (Number.isFinite(actionsPerTidying) && chance.fraction() < 1 / actionsPerTidying)
        await this.#tidy(name)
      await delay(this.#lab.clock, chance.integer(20, longestPauseMs))
    }
  }

  async #actOnce(name: string, index: number, own: string, chance: Generator): Promise<void> {
    const roll = chance.fraction() * 100
    const to = this.#anybody(chance, index)
    const later = (fromMs: number, toMs: number, then: () => Promise<unknown>) => {
      void delay(this.#lab.clock, chance.integer(fromMs, toMs)).then(then)
    }
    if (roll < 50) this.#send(name, to)
    else if (roll < 68) {
      for (let left = chance.integer(2, 8); left > 0; left -= 1) this.#send(name, to)
    } else if (roll < 73)
      await this.#callIfPossible('handheld.setTyping', { name, to, isTyping: chance.fraction() < 0.7 })
    else if (roll < 77) {
      await this.#undisturbed(name, async () => {
        await this.#read(name, to)
        await this.#callIfPossible('handheld.closeConversation', { name, with: to })
      })
    } else if (roll < 79)
      await this.#callIfPossible('handheld.setPresence', { name, presence: pick(chance, presences) })
    else if (roll < 87) {
      await this.#call('handheld.setCoverage', { name, coverage: 'none' })
      later(100, chance.fraction() < 0.2 ? 180_000 : 20_000, () =>
        this.#call('handheld.setCoverage', { name, coverage: pick(chance, ['weak', 'good', 'excellent']) }),
      )
    } else if (roll < 89) {
      await this.#undisturbed(name, async () => {
        await this.#read(name, true)
        await this.#call('handheld.setPower', { name, isOn: false })
        later(500, 15_000, () => this.#call('handheld.setPower', { name, isOn: true }))
      })
    } else if (roll < 92) {
      await this.#call('handheld.logout', { name })
      await delay(this.#lab.clock, chance.integer(0, 8_000))
    } else if (roll < 95.5) {
      await this.#call('handheld.login', { name, user: this.#signedIn.get(name) ?? own, password })
    } else if (roll < 97) {
      await this.#call('handheld.setStatusMessages', { name, sendsStatus: chance.fraction() < 0.5 })
    } else {
      const jittery = { delayMs: chance.integer(10, 400), jitterMs: 300, loss: chance.fraction() * 0.4 }
      const link = chance.fraction() < 0.5 ? pick(chance, linkPresets) : jittery
      await this.#call('handheld.setLink', { name, link })
    }
  }

  /** Sets random faults and clears them after a while, repeatedly. */
  async #setFaults(): Promise<void> {
    const chance = this.#generator.fork('faults')
    const { clock } = this.#lab
    while (!this.#habits.isDone()) {
      await delay(clock, chance.integer(1_000, 15_000))
      if (chance.fraction() < 0.05) await this.#changeTransport(chance)
      const fault = someFault(chance)
      await this.#call('faults.set', fault)
      if (chance.fraction() < 0.2) await this.#call('faults.set', someFault(chance))
      await delay(clock, chance.integer(100, chance.fraction() < 0.1 ? 100_000 : 8_000))
      await this.#call('faults.clear', {})
    }
  }

  /** Changes the transport of the Communications Server. Only OCS 2007 R2 can use TCP, which is for trusted servers. */
  async #changeTransport(chance: Generator): Promise<void> {
    const { service } = await this.#lab.api.snapshot()
    if (service.environment !== 'ocs2007r2') return
    await this.#call('service.configure', { transport: pick(chance, transports) })
  }

  #send(name: string, to: string): void {
    if (this.#habits.isDone() || this.#tidying.has(to)) return
    if ((this.#unanswered.get(name) ?? 0) >= this.#habits.mostUnanswered) return
    const entry = this.#ledger.write(name, to, this.#lab.clock.now(), this.#suffix())
    if (this.#habits.isPaced) this.#expect(entry)
    this.#unanswered.set(name, (this.#unanswered.get(name) ?? 0) + 1)
    const answered = () => this.#unanswered.set(name, (this.#unanswered.get(name) ?? 1) - 1)
    this.#note(`${name} writes "${entry.name}" to ${to}`)
    this.#lab.api.call('handheld.send', { name, to, text: entry.text }).then(
      ({ outcome, why }) => {
        entry.outcome = outcome
        answered()
        if (hasEnded(entry)) this.#open.get(to)?.delete(entry)
        this.#note(
          `"${entry.name}" of ${name} is told as ${outcome}${why ? ` (${reasonInEnglish(why)})` : ''}`,
        )
      },
      () => {
        this.#ledger.remove(entry)
        answered()
        this.#open.get(to)?.delete(entry)
        this.#note(`"${entry.name}" is not accepted from ${name}: nobody is signed in`)
      },
    )
  }

  #expect(entry: Entry): void {
    const open = this.#open.get(entry.to) ?? new Set()
    this.#open.set(entry.to, open.add(entry))
  }

  /**
   * Whether a conversation may lack a message that its handheld was told to send. Where lab time is paced, commands wait for their
   * turn, and are overtaken by those that only read.
   */
  #isSending(name: string): boolean {
    return this.#habits.isPaced && (this.#unanswered.get(name) ?? 0) > 0
  }

  /** A suffix for the text: usually empty, sometimes several packets long, or with characters that need correct escaping. */
  #suffix(): string {
    if (this.#shapes.fraction() < 0.85) return ''
    return pick(this.#shapes, [
      ...[
        ' ',
        '\n\nand a line',
        '\r\n.\r\n',
        '\ufeff',
        ' <b>&amp;</b>',
        ' %41+\\u0041',
        ' \u{1f44b}\u{1f3fd}',
        ' \u05e9\u05dc',
      ],
      ...[2_100, 5_000, 7_900].map((length) => ` ${this.#randomText(length)}`),
    ])
  }

  /** Random characters, which cannot be compressed. */
  #randomText(length: number): string {
    const letter = () => String.fromCharCode(this.#shapes.integer(0x4e00, 0x9fff))
    return Array.from({ length }, letter).join('')
  }

  /**
   * Records in the ledger all messages of a handheld's conversations.
   * @param forgets user whose conversation is closed right afterwards, or true if all conversations are about to be cleared
   * @returns the other users' SIP addresses
   */
  async #read(name: string, forgets: string | boolean = false): Promise<string[]> {
    const { conversations } = await this.#lab.api.call('handheld.messenger', { name })
    for (const { with: other } of conversations) {
      const { droppedMessages, messages } = await this.#lab.api.call('handheld.messenger', {
        ...{ name, with: other.sipAddress },
      })
      if (droppedMessages > 0) throw new Error(`${name} has dropped messages: the run must write fewer`)
      const own: Entry[] = this.#ledger.read(name, messages)
      const isGoing = forgets === true || other.sipAddress === `sip:${forgets}@corp.example`
      if (isGoing) for (const entry of own) entry.isForgotten = true
    }
    return conversations.map(({ with: other }) => other.sipAddress)
  }

  /** Reads and closes all conversations of a handheld. */
  #tidy(name: string): Promise<void> {
    return this.#undisturbed(name, async () => {
      for (const other of await this.#read(name, true)) {
        await this.#callIfPossible('handheld.closeConversation', { name, with: other })
      }
    })
  }

  /**
   * Reads conversations and lets them go, unless a message is on its way there: where lab time passes between two commands,
   * it could arrive after the reading and be gone unread. Nobody writes to the handheld's user meanwhile;
   * what was written before is waited for, but not for ever.
   */
  async #undisturbed(name: string, act: () => Promise<void>): Promise<void> {
    const user = this.#signedIn.get(name)
    if (!this.#habits.isPaced || !user) return act()
    if (this.#tidying.has(user) || this.#isSending(name)) return
    this.#tidying.add(user)
    try {
      for (let left = 20; await this.#isExpected(user); left -= 1) {
        if (left === 0) return
        await delay(this.#lab.clock, 1_000)
      }
      await act()
    } finally {
      this.#tidying.delete(user)
    }
  }

  /** Whether messages to this user have no ending yet. Reads the senders of queued ones, whose ending no command returns. */
  async #isExpected(user: string): Promise<boolean> {
    const open = this.#open.get(user)
    if (!open) return false
    for (const from of new Set([...open].map((entry) => entry.from))) await this.#read(from)
    for (const entry of open) if (hasEnded(entry)) open.delete(entry)
    return open.size > 0
  }

  /** The user of the handheld at this index, or one of the next ones. */
  #anybody(chance: Generator, index: number): string {
    const { colleagues, size } = this.#habits
    const first = colleagues < size.users ? index : 0
    return `u${((first + chance.integer(1, colleagues) - 1) % size.users) + 1}`
  }

  async #call<N extends CommandName>(command: N, input: CommandRequest<N>): Promise<CommandOutput<N>> {
    this.#note(`${command} ${JSON.stringify(input)}`)
    const output = await this.#lab.api.call(command, input)
    if (command === 'handheld.login') this.#note(`login ${JSON.stringify({ ...input, ...output })}`)
    return output
  }

  /** Calls a command that the lab may refuse, since nobody is signed in or the queue is full. */
  async #callIfPossible<N extends CommandName>(command: N, input: CommandRequest<N>): Promise<void> {
    await this.#call(command, input).catch(() => {})
  }

  #note(line: string): void {
    if (!this.#habits.keepsHistory) return
    this.history.push(`${new Date(this.#lab.clock.now()).toISOString()} ${line}`)
  }
}

/** A forgotten queued message counts as ended: its sender shows it no more. */
function hasEnded({ isForgotten, outcome, state }: Entry): boolean {
  const told = outcome === 'queued' ? state : outcome
  return isForgotten || (told !== null && told !== 'queued' && told !== 'sent')
}

function pick<T>(chance: Generator, values: readonly [T, ...T[]] | readonly T[]): T {
  const value = values[chance.integer(0, values.length - 1)]
  if (value === undefined) throw new Error('nothing to pick from')
  return value
}

/** A random fault at a random place, for all operations or with a probability. */
function someFault(chance: Generator): FaultView {
  const probability = chance.fraction() < 0.5 ? {} : { probability: 0.1 + chance.fraction() * 0.8 }
  const often = { probability: 0.05 + chance.fraction() * 0.3 }
  const delayed = { kind: 'latency', delay: chance.integer(50, 6_000), jitter: 500 } as const
  const down = { kind: 'down', ...probability } as const
  const reset = { kind: 'reset', ...probability } as const
  const timeout = { kind: 'timeout', ...often } as const
  const slowClose = { kind: 'slow-close', delay: 3_000, ...probability } as const
  const narrow = { kind: 'bandwidth', rate: 200_000, ...probability } as const
  const code = pick(chance, [403, 408, 480, 481, 486, 488, 500, 503, 504, 603])
  const at = pick(chance, [
    'communicationsServer',
    'dispatcher',
    'wireless',
    'directory',
    'database',
    'service',
  ] as const)
  switch (at) {
    case 'communicationsServer':
      return pick<FaultView>(chance, [
        ...[down, reset, { kind: 'reset' as const }, timeout, slowClose, narrow, delayed].map((kind) => ({
          at,
          ...kind,
        })),
        { at, kind: 'answer', code, ...often },
        { at, kind: 'certificate-expired', ...probability },
      ])
    case 'dispatcher':
      return pick<FaultView>(chance, [
        ...[down, reset, { kind: 'reset' as const }, timeout, slowClose, narrow, delayed].map((kind) => ({
          at,
          ...kind,
        })),
        { at, kind: 'answer', code: 'bad-payload', ...often },
      ])
    case 'wireless':
      return pick<FaultView>(chance, [
        ...[down, timeout, delayed].map((kind) => ({ at, ...kind })),
        { at, kind: 'bandwidth', rate: 20_000, ...probability },
      ])
    case 'service':
      return { at, kind: 'certificate-untrusted', ...probability }
    default:
      return pick<FaultView>(chance, [...[down, reset, timeout, delayed].map((kind) => ({ at, ...kind }))])
  }
}
