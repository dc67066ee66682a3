import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type ConditionsView,
  certificateFault,
  commands,
  writeFault,
} from '#contract'
import { type LabFile, parseLabFile, type Roster, rosterOf } from '../../files/index.ts'
import { stepOf } from '../steps/index.ts'
import type { Lived, LivedCommand } from './lived.ts'

/** A step as written in a file. */
export type WrittenStep = Readonly<Record<string, unknown>>

/** What a scenario does again of what was done, at its time. */
export interface Act {
  /** Lab time since the lab started at which it began, and at which it was done. */
  atMs: number
  untilMs: number
  /** Which command it comes from. */
  command: number
  /** Null: no step does the same. */
  step: WrittenStep | null
  /** What was done, for the comment in place of a step. */
  said: string
}

/** What people do that no step repeats and no scenario needs: the rest is only time. */
const withoutEffect: ReadonlySet<string> = new Set<CommandName>([
  'clock.setPace',
  'clock.step',
  'clock.jump',
  'recording.start',
  'recording.stop',
  'traffic.clear',
  // They are in the lab from the start.
  'handheld.add',
])

/** What was done, as steps with their times, in the order in which they began. */
export function actsOf({ commands, lab }: Lived): Act[] {
  const file = parseLabFile(lab)
  const writer = new ActWriter(file, rosterOf(file))
  const acts = commands.flatMap((command, index) => writer.actsOf(command, index))
  return [...acts, ...writer.ends()].toSorted((one, other) => one.atMs - other.atMs)
}

const allWell: ConditionsView = {
  isDirectoryUp: true,
  isCommunicationsServerUp: true,
  serverCertificate: 'valid',
  serviceCertificate: 'valid',
}

/** What changes of a user can change. */
type Known = Partial<Omit<CommandInput<'user.save'>, 'id' | 'name'>>

class ActWriter {
  readonly #domain: string
  readonly #roster: Roster
  /** The coverage that each handheld was given last, and the tunnel that it is in. */
  readonly #coverage = new Map<string, string>()
  readonly #tunnels = new Map<string, { atMs: number; before: string; command: number }>()
  readonly #visited = new Set<string>()
  /** What is known of each user so far, so that a change says only what is new. */
  readonly #users: Map<string, Known>
  /** The name of each user so far. */
  readonly #names: Map<string, string>
  #conditions: ConditionsView = { ...allWell }

  constructor({ domain }: LabFile, roster: Roster) {
    this.#domain = domain.dns
    this.#roster = roster
    this.#names = new Map(roster.users.map(({ id, name }) => [id.toLowerCase(), name]))
    this.#users = new Map(
      roster.users.map((user) => [
        user.id.toLowerCase(),
        { ...user, isEnabled: true, sipAddress: undefined },
      ]),
    )
  }

  actsOf(command: LivedCommand, index: number): Act[] {
    const { atMs, doneAtMs, input, name } = command
    if (withoutEffect.has(name) || isSeenAtOnce(input)) return []
    const ended = this.#endOfTunnel(command)
    const steps = this.#stepsOf(command)
    const said = JSON.stringify({ [name]: input })
    this.#note(command, index)
    const acts = steps.map((step) => ({
      atMs,
      untilMs: untilOf(name, input, doneAtMs),
      command: index,
      step,
      said,
    }))
    return [...ended, ...acts]
  }

  /** The ends of tunnels that lasted until after the last command. */
  ends(): Act[] {
    return [...this.#tunnels].map(([name, tunnel]) => endOf(name, tunnel))
  }

  /** @returns null among them where no step does the same */
  #stepsOf({ input, name, output }: LivedCommand): (WrittenStep | null)[] {
    if (name === 'handheld.tunnel' && 'durationMs' in input && 'name' in input) {
      return [{ coverage: { [String(input.name)]: 'none' } }]
    }
    if (name === 'conditions.set') return this.#conditionSteps(input)
    if (name === 'service.configure' && 'transport' in input && input.transport !== undefined) {
      const { transport, ...others } = input
      const isMore = Object.values(others).some((one) => one !== undefined)
      const both = [
        ...(isMore ? [this.#step(name, others, output)] : []),
        this.#step(name, { transport }, output),
      ]
      // An environment without TCP can follow only once there is none.
      return transport === 'tls' ? both.reverse() : both
    }
    if (name === 'user.save') {
      const wanted = commands[name].input.parse(input)
      const isRenamed = this.#rename(wanted)
      const changes = this.#userChanges(wanted)
      // No step gives a name: the lab has the last one from the start, and the file says so.
      return [
        ...(isRenamed ? [null] : []),
        ...(Object.keys(changes).length === 1 ? [] : [this.#step(name, changes, output)]),
      ]
    }
    return [this.#step(name, this.#withReadableParty(input), output)]
  }

  #step(name: CommandName, input: CommandInput<CommandName>, output: CommandOutput<CommandName>) {
    // A password is written where it is not the one that the user has by then.
    const users = this.#roster.users.map((user) => ({
      ...user,
      password: this.#users.get(user.id.toLowerCase())?.password ?? user.password,
    }))
    const step = stepOf(name, input, output, { ...this.#roster, users })
    return step && inShort(step)
  }

  /** @returns whether a user whom the lab knows gets another name */
  #rename({ id, name }: CommandInput<'user.save'>): boolean {
    const before = this.#names.get(id.toLowerCase())
    if (name !== undefined) this.#names.set(id.toLowerCase(), name)
    // The name that each ID has of itself is no name that somebody gave: demonstrations bring their people so.
    const isUsual = name === id.charAt(0).toUpperCase() + id.slice(1)
    return before !== undefined && name !== undefined && name !== before && !isUsual
  }

  /** What a change changes. A name is only shown; who is new is in the lab from the start. */
  #userChanges({ name: _, id, ...changes }: CommandInput<'user.save'>): CommandInput<'user.save'> {
    const known: Known = this.#users.get(id.toLowerCase()) ?? {}
    const { isEnabled, mayUseClient, password, sipAddress } = changes
    this.#users.set(id.toLowerCase(), {
      isEnabled: isEnabled ?? known.isEnabled,
      mayUseClient: mayUseClient ?? known.mayUseClient,
      password: password ?? known.password,
      sipAddress: sipAddress ?? known.sipAddress,
    })
    return {
      id,
      ...(isEnabled === undefined || isEnabled === known.isEnabled ? {} : { isEnabled }),
      ...(mayUseClient === undefined || mayUseClient === known.mayUseClient ? {} : { mayUseClient }),
      ...(password === undefined || password === known.password ? {} : { password }),
      ...(sipAddress === undefined || sipAddress === known.sipAddress ? {} : { sipAddress }),
    }
  }

  #conditionSteps(input: object): WrittenStep[] {
    const before = this.#conditions
    const given = Object.entries(input).filter(([, value]) => value !== undefined)
    const after: ConditionsView = { ...before, ...Object.fromEntries(given) }
    this.#conditions = after
    const steps: WrittenStep[] = []
    for (const [at, wasUp, isUp] of [
      ['directory', before.isDirectoryUp, after.isDirectoryUp],
      ['communicationsServer', before.isCommunicationsServerUp, after.isCommunicationsServerUp],
    ] as const) {
      if (wasUp && !isUp) steps.push({ fault: { at, kind: 'down' } })
      if (!wasUp && isUp) steps.push({ fault: { mend: { at, kind: 'down' } } })
    }
    for (const [at, was, is] of [
      ['communicationsServer', before.serverCertificate, after.serverCertificate],
      ['service', before.serviceCertificate, after.serviceCertificate],
    ] as const) {
      if (was === is) continue
      const shown = certificateFault(at, was)
      const wanted = certificateFault(at, is)
      if (shown !== null) steps.push({ fault: { mend: { at, kind: shown.kind } } })
      if (wanted !== null) steps.push({ fault: writeFault(wanted) })
    }
    return steps
  }

  /** Who is written to as a scenario names them: by user ID, unless that would be somebody else there. */
  #withReadableParty(input: CommandInput<CommandName>): CommandInput<CommandName> {
    for (const key of ['to', 'with', 'contact'] as const) {
      const party = Reflect.get(input, key)
      if (typeof party === 'string') return { ...input, [key]: this.#party(party) }
    }
    return input
  }

  #party(written: string): string {
    const [, local = '', domain = ''] = /^sip:([^@]+)@(.+)$/i.exec(written) ?? []
    const id = domain.toLowerCase() === this.#domain.toLowerCase() ? local : written
    const handheld = this.#roster.handhelds.find(({ name }) => name === id)
    const isOther = handheld !== undefined && (handheld.user !== id || this.#visited.has(id))
    const isUser = this.#roster.users.some((user) => user.id === id)
    if (isOther) return `sip:${id}@${this.#domain}`
    return isUser ? id : written
  }

  #note({ atMs, input, name }: LivedCommand, command: number): void {
    if (name === 'faults.clear') this.#conditions = { ...allWell }
    if (!('name' in input) || typeof input.name !== 'string') return
    if (name === 'handheld.setCoverage' && 'coverage' in input) {
      this.#coverage.set(input.name, input.coverage)
    } else if (name === 'handheld.tunnel' && 'durationMs' in input) {
      const before = this.#coverage.get(input.name) ?? 'good'
      this.#tunnels.set(input.name, { atMs: atMs + input.durationMs, before, command })
    } else if (name === 'handheld.login' && 'user' in input) {
      const owner = this.#roster.handhelds.find((one) => one.name === input.name)?.user
      if (owner !== input.user) this.#visited.add(input.name)
    }
  }

  /** A tunnel that ended before this command, by itself or because of it. */
  #endOfTunnel({ atMs, input, name }: LivedCommand): Act[] {
    const acts: Act[] = []
    for (const [handheld, tunnel] of this.#tunnels) {
      const isOver = tunnel.atMs <= atMs
      const isCutShort =
        (name === 'handheld.setCoverage' || name === 'handheld.tunnel') &&
        'name' in input &&
        input.name === handheld
      if (isOver) acts.push(endOf(handheld, tunnel))
      if (isOver || isCutShort) this.#tunnels.delete(handheld)
    }
    return acts
  }
}

function endOf(
  handheld: string,
  { atMs, before, command }: { atMs: number; before: string; command: number },
): Act {
  return { atMs, untilMs: atMs, command, step: { coverage: { [handheld]: before } }, said: '' }
}

/** A restart is a step that is done when the part is back. */
function untilOf(name: CommandName, input: object, doneAtMs: number): number {
  return name === 'part.restart' && 'forMs' in input ? doneAtMs + Number(input.forMs) : doneAtMs
}

/** A message came while its conversation was open. No person did anything, so it is nothing to repeat. */
function isSeenAtOnce(input: object): boolean {
  return 'isOpened' in input && input.isOpened === false
}

/** Without what every reader of scenarios knows: logins are accepted and messages delivered, unless told. */
function inShort(step: WrittenStep): WrittenStep {
  const { login, send } = step
  if (typeof login === 'object' && login !== null && 'handheld' in login) {
    const { expect, ...same } = { expect: undefined, ...login }
    if (expect !== 'accepted') return step
    return { login: Object.keys(same).length === 1 ? same.handheld : same }
  }
  if (typeof send === 'object' && send !== null && 'expect' in send) {
    const { expect, ...same } = send
    return expect === 'delivered' ? { send: same } : step
  }
  return step
}
