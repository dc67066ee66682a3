import { Failure } from '../../base/index.ts'
import { createRealClock } from '../../clock/index.ts'
import type { ChildPort } from './child-port.ts'
import type { LabProcessSpec, MoveOrder } from './kinds/index.ts'
import { fromLabProcess, type ToLabProcess } from './messages.ts'

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

/** Who follows how a history is repeated. */
export interface RepetitionListener {
  /** Called with the lab time since the start that has been reached. */
  onProgress?(atMs: number): void
  /** Called when the lab goes on, if it differs from its history: from this entry on. */
  onDiffers?(difference: { entry: number; atMs: number }): void
}

/** A lab in a process of its own, as the process that started it sees it. */
export interface LabProcess {
  open(listener: LabFaceListener): LabFace
  readonly openFaces: number
  /**
   * For a lab that repeats a history. Resolves once it is there.
   * @throws {Failure} `lab-process-failed`: the process is at its end
   */
  move(order: MoveOrder, listener?: RepetitionListener): Promise<void>
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
  listener?: RepetitionListener,
): Promise<LabProcess> {
  const listeners = new Map<number, LabFaceListener>()
  let lastFace = 0
  let resolveEnded = () => {}
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve
  })
  let end: string | null = null
  /** What the process does, one after the other. */
  const tasks: { done(): void; fail(cause: string): void; listener: RepetitionListener | undefined }[] = []
  const ask = (message: ToLabProcess, listener?: RepetitionListener) =>
    new Promise<void>((resolve, reject) => {
      const fail = (cause: string) => reject(new Failure('lab-process-failed', { cause }))
      if (end !== null) return fail(end)
      tasks.push({ done: resolve, fail, listener })
      child.send(message)
    })
  const fail = (cause: string) => {
    for (const task of tasks.splice(0)) task.fail(cause)
  }
  child.onEnded((how) => {
    end = `its process ${how}`
    fail(end)
    for (const { onEnded } of listeners.values()) onEnded()
    listeners.clear()
    resolveEnded()
  })
  child.onMessage((raw) => {
    const { data: message } = fromLabProcess.safeParse(raw)
    if (message?.type === 'text') listeners.get(message.face)?.onText(message.text, message.number)
    else if (message?.type === 'started' || message?.type === 'moved') tasks.shift()?.done()
    else if (message?.type === 'progress') tasks[0]?.listener?.onProgress?.(message.atMs)
    else if (message?.type === 'differs') tasks[0]?.listener?.onDiffers?.(message)
    else if (message?.type === 'failed') fail(message.message)
  })
  await ask({ type: 'start', spec, installFolder }, listener)

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
    move: (order, onMoved) => ask({ type: 'move', order }, onMoved),
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
