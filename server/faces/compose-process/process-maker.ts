import { type ComposingView, commands } from '#contract'
import { Failure } from '../../base/index.ts'
import { createRealClock, type Timer } from '../../clock/index.ts'
import type { LivedLab, ScenarioMaker } from '../../lab/index.ts'
import type { ChildPort } from '../lab-process/child-port.ts'
import { fromComposeProcess, type ToComposeProcess } from './messages.ts'

export interface ProcessMakerOptions {
  fork(): ChildPort<ToComposeProcess>
  installFolder: string | null
}

/** A process that nobody has asked anything for so long ends. */
const idleMs = 600_000

/** Makes scenarios in a process of its own, so that the lab runs on meanwhile. */
export function createProcessMaker(
  { fork, installFolder }: ProcessMakerOptions,
  lab: LivedLab,
): ScenarioMaker {
  const real = createRealClock()
  let worker: Worker | null = null
  let hasProposed = false
  let idle: Timer = { cancel() {} }

  function end(): void {
    idle.cancel()
    worker?.end()
    worker = null
    hasProposed = false
    lab.report(null)
  }

  async function ask(
    stage: ComposingView['stage'],
    ofMs: number | null,
    request: (id: number) => ToComposeProcess,
  ): Promise<unknown> {
    idle.cancel()
    worker ??= new Worker(fork())
    const asked = worker
    lab.report({ stage, atMs: 0, ofMs })
    try {
      return await asked.ask(request, (atMs) => lab.report({ stage, atMs, ofMs }))
    } finally {
      if (asked === worker) {
        lab.report(null)
        if (asked.hasEnded) end()
        else idle = real.after(idleMs, end)
      }
    }
  }

  return {
    async propose({ assertions, since }) {
      end()
      // Loaded when somebody first makes a scenario: the program starts without it.
      const { livedOf } = await import('../../scenario/index.ts')
      const lived = await livedOf(lab)
      const { propose } = outputs
      const proposed = await ask('repeat', lived.endMs - lived.startMs, (id) => ({
        do: 'propose',
        id,
        lived,
        since,
        assertions,
        installFolder,
      }))
      hasProposed = true
      return propose.parse(proposed)
    },
    async compose(input) {
      if (!hasProposed) throw new Failure('not-proposed', {})
      return outputs.compose.parse(await ask('write', null, (id) => ({ do: 'compose', id, input })))
    },
    async prove(input) {
      return outputs.prove.parse(
        await ask('prove', null, (id) => ({ do: 'prove', id, input, installFolder })),
      )
    },
    async cancel() {
      end()
      return null
    },
  }
}

const outputs = {
  propose: commands['scenario.propose'].output,
  compose: commands['scenario.compose'].output,
  prove: commands['scenario.prove'].output,
}

interface Asked {
  resolve(result: unknown): void
  reject(failure: Failure): void
  onTime(atMs: number): void
}

class Worker {
  readonly #child: ChildPort<ToComposeProcess>
  readonly #asked = new Map<number, Asked>()
  #last = 0
  #isEnded = false
  hasEnded = false

  constructor(child: ChildPort<ToComposeProcess>) {
    this.#child = child
    child.onMessage((raw) => this.#receive(raw))
    child.onEnded((how) => {
      this.hasEnded = true
      const failure = this.#isEnded
        ? new Failure('interrupted', {})
        : new Failure('scenario-not-made', { cause: `its process ${how}` })
      for (const { reject } of this.#asked.values()) reject(failure)
      this.#asked.clear()
    })
  }

  ask(request: (id: number) => ToComposeProcess, onTime: (atMs: number) => void): Promise<unknown> {
    this.#last += 1
    const id = this.#last
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject, onTime })
      this.#child.send(request(id))
    })
  }

  end(): void {
    this.#isEnded = true
    this.#child.kill()
  }

  #receive(raw: unknown): void {
    const { data: message } = fromComposeProcess.safeParse(raw)
    const asked = message && this.#asked.get(message.id)
    if (!message || !asked) return
    if ('atMs' in message) {
      asked.onTime(message.atMs)
      return
    }
    this.#asked.delete(message.id)
    if ('failed' in message) asked.reject(new Failure('scenario-not-made', { cause: message.failed }))
    else asked.resolve(message.result)
  }
}
