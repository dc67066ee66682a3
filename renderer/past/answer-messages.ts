import {
  type CommandName,
  clientMessage,
  commands,
  type LabApi,
  type ServerMessage,
  type TrafficReader,
} from '#contract'
import { failureWordsOverApi, wordsOf } from '#words'
import { BundleProblem } from './bundle-problem.ts'

/** Answers the messages of a page from an API that never changes. */
export function answerMessages(
  api: LabApi,
  reply: (message: ServerMessage) => void,
): (message: unknown) => void {
  const readers = new Map<number, TrafficReader>()

  async function answer(message: unknown): Promise<void> {
    const { data } = clientMessage.safeParse(message)
    if (data === undefined) return
    const { id } = data
    try {
      switch (data.type) {
        case 'call':
          return reply({ type: 'answer', id, output: await call(api, data.command, data.input) })
        case 'watch':
          return reply({ type: 'snapshot', id, snapshot: await api.snapshot() })
        case 'read-traffic': {
          const reader = await api.readTraffic(data.query, () => {})
          readers.set(id, reader)
          return reply({ type: 'answer', id, output: reader.position })
        }
        case 'traffic-rows': {
          const rows = await readers.get(data.reader)?.rows(data.from, data.count)
          return reply({ type: 'answer', id, output: rows ?? { from: data.from, rows: [] } })
        }
        case 'close-traffic':
          readers.delete(id)
      }
    } catch (thrown) {
      reply(failure(id, thrown))
    }
  }

  return (message) => void answer(message)
}

function call(api: LabApi, name: string, input: unknown): Promise<unknown> {
  if (!isCommand(name)) throw new BundleProblem('unknown-command', { command: name, known: [] })
  return callKnown(api, name, input)
}

function callKnown<N extends CommandName>(api: LabApi, name: N, input: unknown): Promise<unknown> {
  const inputs: {
    [C in CommandName]: { input: { parse(value: unknown): Parameters<typeof api.call<C>>[1] } }
  } = commands
  return api.call(name, inputs[name].input.parse(input))
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

function failure(id: number, thrown: unknown): ServerMessage {
  const { code, facts } =
    thrown instanceof BundleProblem ? thrown : { code: 'unexpected', facts: { fault: String(thrown) } }
  const words = failureWordsOverApi(wordsOf('en').failures, code, facts)
  return {
    type: 'failure',
    id,
    code,
    facts: { ...facts },
    message: words?.message ?? String(thrown),
    remedy: words?.remedy ?? null,
  }
}
