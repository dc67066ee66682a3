import { Failure } from '../../base/index.ts'
import { createRealClock } from '../../clock/index.ts'
import type { ChildPort } from './child-port.ts'
import type { LabProcessSpec } from './kinds/index.ts'
import { fromLabProcess } from './messages.ts'

/** One page's connection to a lab that runs in another process. */
export interface LabFace {
  /** Hands the lab a message of the API. */
  send(message: unknown): void
  /** The page has read all messages up to this number. */
  acknowledge(number: number): void
  close(): void
}

export interface LabFaceListener {
  /** A message of the API as JSON, with its number, which is acknowledged once the page has read it. */
  onText(text: string, number: number): void
  /** The lab is gone. */
  onEnded(): void
}

/** A lab in a process of its own, as the process that started it sees it. */
export interface LabProcess {
  open(listener: LabFaceListener): LabFace
  readonly openFaces: number
  /** Resolves once the process has ended. */
  readonly ended: Promise<void>
  /** Stops the lab, and ends its process. */
  end(): Promise<void>
}

/** The time that a process gets to stop its lab. */
const endLimitMs = 30_000

/**
 * Starts a lab in a process. Resolves once its servers accept connections.
 * @throws {Failure} `lab-process-failed`
 */
export async function startLabProcess(
  child: ChildPort,
  spec: LabProcessSpec,
  installFolder: string | null,
): Promise<LabProcess> {
  const listeners = new Map<number, LabFaceListener>()
  let lastFace = 0
  let resolveEnded = () => {}
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve
  })
  const started = new Promise<void>((resolve, reject) => {
    const fail = (cause: string) => reject(new Failure('lab-process-failed', { cause }))
    child.onEnded((how) => {
      fail(`its process ${how}`)
      for (const { onEnded } of listeners.values()) onEnded()
      listeners.clear()
      resolveEnded()
    })
    child.onMessage((raw) => {
      const { data: message } = fromLabProcess.safeParse(raw)
      if (message?.type === 'text') listeners.get(message.face)?.onText(message.text, message.number)
      else if (message?.type === 'started') resolve()
      else if (message?.type === 'failed') fail(message.message)
    })
  })
  child.send({ type: 'start', spec, installFolder })
  await started

  return {
    open(listener) {
      lastFace += 1
      const face = lastFace
      listeners.set(face, listener)
      child.send({ type: 'open', face })
      return {
        send: (message) => child.send({ type: 'message', face, message }),
        acknowledge: (number) => child.send({ type: 'acknowledge', face, number }),
        close() {
          listeners.delete(face)
          child.send({ type: 'close', face })
        },
      }
    },
    get openFaces() {
      return listeners.size
    },
    ended,
    async end() {
      child.send({ type: 'end' })
      const kill = createRealClock().after(endLimitMs, () => child.kill())
      await ended
      kill.cancel()
    },
  }
}
