import {
  type ClientMessage,
  type CommandInput,
  type CommandName,
  clientMessage,
  commands,
  type LabApi,
  type LabEvent,
  type ServerMessage,
} from '../lab/api/index.ts'
import { describeFailure, Failure } from '../lab/failure.ts'
import { explain } from '../lab/file/index.ts'

/** One face's conversation with the lab, whatever carries its messages. */
export interface Session {
  /** Takes a message from the face; whatever it is, it is checked first. */
  receive(message: unknown): void
  /** The face is gone: nothing more is sent. */
  close(): void
}

/** Answers a message that carries no number of its own. */
const noId = -1

/**
 * Opens the API to one face. Messages are checked against the contract here, at the boundary: what the lab gets is well
 * formed, and the face is told what was wrong with anything else.
 */
export function openSession(api: LabApi, send: (message: ServerMessage) => void): Session {
  let isOpen = true
  let stopWatching = () => {}

  const say = (message: ServerMessage) => {
    if (isOpen) send(message)
  }

  async function watch(id: number): Promise<void> {
    stopWatching()
    // Listening starts before the snapshot is taken: an event between the two waits here instead of getting lost.
    let seenSeq: number | null = null
    const early: LabEvent[] = []
    const tell = (event: LabEvent) => {
      if (seenSeq === null) early.push(event)
      else if (event.seq > seenSeq) say({ type: 'event', event })
    }
    const stop = api.subscribe(tell)
    stopWatching = stop
    try {
      const snapshot = await api.snapshot()
      if (stopWatching !== stop) throw new Failure('superseded', 'a later request to watch took over')
      say({ type: 'snapshot', id, snapshot })
      seenSeq = snapshot.seq
      for (const event of early.splice(0)) tell(event)
    } catch (thrown) {
      stop()
      throw thrown
    }
  }

  async function serve(message: ClientMessage): Promise<void> {
    try {
      if (message.type === 'watch') await watch(message.id)
      else say({ type: 'answer', id: message.id, output: await call(api, message.command, message.input) })
    } catch (thrown) {
      say(failureMessage(message.id, thrown))
    }
  }

  return {
    receive(message) {
      if (!isOpen) return
      const parsed = clientMessage.safeParse(message)
      if (parsed.success) void serve(parsed.data)
      else say(failureMessage(idOf(message), badMessage(message)))
    },
    close() {
      isOpen = false
      stopWatching()
    },
  }
}

async function call(api: LabApi, name: string, input: unknown): Promise<unknown> {
  if (!isCommand(name)) {
    throw new Failure('unknown-command', `there is no command ${JSON.stringify(name)}`, {
      remedy: `Known commands: ${Object.keys(commands).join(', ')}`,
    })
  }
  if (!isInputOf(name, input)) throw badInput(name, input)
  return (await api.call(name, input)) ?? null
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

function isInputOf<N extends CommandName>(name: N, input: unknown): input is CommandInput<N> {
  return commands[name].input.safeParse(input).success
}

function badInput(name: CommandName, input: unknown): Failure {
  return new Failure('bad-input', `${name}: ${explain(commands[name].input, input)}`)
}

function badMessage(message: unknown): Failure {
  return new Failure('bad-message', `this is no message of the lab's API: ${explain(clientMessage, message)}`)
}

function idOf(message: unknown): number {
  if (typeof message !== 'object' || message === null || !('id' in message)) return noId
  return typeof message.id === 'number' && Number.isSafeInteger(message.id) ? message.id : noId
}

function failureMessage(id: number, thrown: unknown): ServerMessage {
  const isNamed = thrown instanceof Failure
  return {
    type: 'failure',
    id,
    code: isNamed ? thrown.code : 'unexpected',
    message: describeFailure(thrown),
    remedy: (isNamed ? thrown.remedy : undefined) ?? null,
  }
}
