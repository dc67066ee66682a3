import {
  type CommandName,
  type CommandOutput,
  type CommandRequest,
  type FaultView,
  linkPresets,
  presences,
  transports,
} from '#contract'
import { delay, type Generator } from '../../server/clock/index.ts'
import type { LabFileInput } from '../../server/files/index.ts'
import type { Lab } from '../../server/lab/index.ts'
import { reasonInEnglish } from '../../server/words/testing/in-english.ts'
import type { Entry, Ledger } from './ledger.ts'

const password = 'Passw0rd!'

export interface FleetSize {
  users: number
  /** More than the number of users, so that the first users have two. */
  handhelds: number
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
  readonly #lab: Lab
  readonly #ledger: Ledger
  readonly #generator: Generator
  readonly #size: FleetSize
  readonly #wanted: number
  readonly #shapes: Generator
  /** The signed-in user of each handheld, or null, from the lab's events. */
  readonly #signedIn = new Map<string, string | null>()
  /** One line for each action, the latest last. */
  readonly history: string[] = []

  /** @param wanted number of messages to write */
  constructor(lab: Lab, ledger: Ledger, generator: Generator, size: FleetSize, wanted: number) {
    this.#lab = lab
    this.#ledger = ledger
    this.#generator = generator
    this.#size = size
    this.#wanted = wanted
    this.#shapes = generator.fork('texts')
    const heard = ['handheld'] as const
    lab.api.subscribe((event) => {
      if (event.type !== 'handheld') return
      const { name, state, signedInUser } = event.handheld
      this.#signedIn.set(name, state === 'signed-in' ? signedInUser : null)
    }, heard)
  }

  get names(): string[] {
    return Array.from({ length: this.#size.handhelds }, (_, index) => `h${index + 1}`)
  }

  /** Lets all actors act. Resolves when the wanted number of messages has been written. */
  async act(): Promise<void> {
    await Promise.all([...this.names.map((name, index) => this.#useHandheld(name, index)), this.#setFaults()])
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

  get #isDone(): boolean {
    return this.#ledger.size >= this.#wanted
  }

  async #useHandheld(name: string, index: number): Promise<void> {
    const chance = this.#generator.fork(name)
    const own = `u${(index % this.#size.users) + 1}`
    let owner = own
    await delay(this.#lab.clock, chance.integer(0, 10_000))
    while (!this.#isDone) {
      if (!this.#signedIn.get(name)) {
        const isWrong = chance.fraction() < 0.05
        const user = chance.fraction() < 0.15 ? this.#anybody(chance) : own
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
      await this.#actOnce(name, own, chance)
      await delay(this.#lab.clock, chance.integer(20, 3_000))
    }
  }

  async #actOnce(name: string, own: string, chance: Generator): Promise<void> {
    const roll = chance.fraction() * 100
    const to = this.#anybody(chance)
    const later = (fromMs: number, toMs: number, then: () => Promise<unknown>) => {
      void delay(this.#lab.clock, chance.integer(fromMs, toMs)).then(then)
    }
    if (roll < 50) this.#send(name, to)
    else if (roll < 68) {
      for (let left = chance.integer(2, 8); left > 0; left -= 1) this.#send(name, to)
    } else if (roll < 73)
      await this.#callIfPossible('handheld.setTyping', { name, to, isTyping: chance.fraction() < 0.7 })
    else if (roll < 77) {
      await this.#read(name, to)
      await this.#callIfPossible('handheld.closeConversation', { name, with: to })
    } else if (roll < 79)
      await this.#callIfPossible('handheld.setPresence', { name, presence: pick(chance, presences) })
    else if (roll < 87) {
      await this.#call('handheld.setCoverage', { name, coverage: 'none' })
      later(100, chance.fraction() < 0.2 ? 180_000 : 20_000, () =>
        this.#call('handheld.setCoverage', { name, coverage: pick(chance, ['weak', 'good', 'excellent']) }),
      )
    } else if (roll < 89) {
      await this.#read(name, true)
      await this.#call('handheld.setPower', { name, isOn: false })
      later(500, 15_000, () => this.#call('handheld.setPower', { name, isOn: true }))
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
    while (!this.#isDone) {
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
    if (this.#isDone) return
    const entry = this.#ledger.write(name, to, this.#lab.clock.now(), this.#suffix())
    this.#note(`${name} writes "${entry.name}" to ${to}`)
    this.#lab.api.call('handheld.send', { name, to, text: entry.text }).then(
      ({ outcome, why }) => {
        entry.outcome = outcome
        this.#note(
          `"${entry.name}" of ${name} is told as ${outcome}${why ? ` (${reasonInEnglish(why)})` : ''}`,
        )
      },
      () => {
        this.#ledger.remove(entry)
        this.#note(`"${entry.name}" is not accepted from ${name}: nobody is signed in`)
      },
    )
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
   */
  async #read(name: string, forgets: string | boolean = false): Promise<void> {
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
  }

  #anybody(chance: Generator): string {
    return `u${chance.integer(1, this.#size.users)}`
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
    this.history.push(`${new Date(this.#lab.clock.now()).toISOString()} ${line}`)
  }
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
