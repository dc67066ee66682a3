import { describeFailure, SerialQueue } from '../../base/index.ts'
import { createRealClock } from '../../clock/index.ts'
import { type AcknowledgedOutlet, createAcknowledgedOutlet } from '../acknowledged-outlet.ts'
import { type ApiSession, openApiSession } from '../api-session.ts'
import { type ProcessLab, startProcessLab } from './kinds/index.ts'
import {
  type FaceMessage,
  type MoveMessage,
  type RepeatOrder,
  type StartOrder,
  toLabProcess,
} from './messages.ts'
import type { ParentPort } from './parent-port.ts'

export interface ServeLabProcessOptions {
  parent: ParentPort
  /** Called once the lab runs: from then on uncaught exceptions are reported to it. */
  onStart(lab: ProcessLab): void
}

/** A lab that cannot stop must not outlive its parent for long. */
const stopLimitMs = 20_000

/**
 * A process that runs one lab, which its parent names in the first message. Pages reach the lab through the parent, which carries
 * the messages of the API. It ends when it is told to, or when its parent has ended for any reason.
 * @returns whether the lab ran
 */
export function serveLabProcess({ parent, onStart }: ServeLabProcessOptions): Promise<boolean> {
  const end = new AbortController()
  const faces = new Map<number, { session: ApiSession; outlet: AcknowledgedOutlet }>()
  const starts = new SerialQueue()
  let lab: ProcessLab | null = null
  let isLeft = false

  function endIfLeft(): void {
    if (isLeft && faces.size === 0) end.abort()
  }

  function open(face: number, { api }: ProcessLab): void {
    const outlet = createAcknowledgedOutlet((message, number) =>
      parent.send({ type: 'text', face, number, text: JSON.stringify(message) }),
    )
    faces.set(face, { outlet, session: openApiSession(api, outlet) })
  }

  function close(face: number): void {
    const one = faces.get(face)
    faces.delete(face)
    one?.session.close()
    one?.outlet.close()
    endIfLeft()
  }

  function hear(message: FaceMessage): void {
    if (message.type === 'open') {
      if (lab !== null) open(message.face, lab)
    } else if (message.type === 'close') close(message.face)
    else if (message.type === 'acknowledge') faces.get(message.face)?.outlet.acknowledge(message.number)
    else faces.get(message.face)?.session.receive(message.message)
  }

  async function start({ spec, installFolder }: StartOrder): Promise<void> {
    const { signal } = end
    if (lab !== null || signal.aborted) return
    try {
      lab = await startProcessLab(spec, {
        installFolder,
        end: signal,
        endWhenUnwatched() {
          isLeft = true
          endIfLeft()
        },
        onProgress: (atMs) => parent.send({ type: 'progress', atMs }),
        onDiffers: ({ entry, atMs }) => parent.send({ type: 'differs', entry, atMs }),
      })
      onStart(lab)
      parent.send({ type: 'started' })
    } catch (thrown) {
      parent.send({ type: 'failed', message: describeFailure(thrown) })
      end.abort()
    }
  }

  async function move({ order }: MoveMessage): Promise<void> {
    try {
      await lab?.move?.(order)
      parent.send({ type: 'moved' })
    } catch (thrown) {
      parent.send({ type: 'failed', message: describeFailure(thrown) })
      end.abort()
    }
  }

  async function repeat(order: RepeatOrder): Promise<void> {
    const { repeatScenario } = await import('./repeat-scenario.ts')
    try {
      await repeatScenario(order, end.signal, (message) => parent.send(message))
      parent.send({ type: 'started' })
    } catch (thrown) {
      parent.send({ type: 'failed', message: describeFailure(thrown) })
    }
  }

  return new Promise((resolve) => {
    parent.onGone(() => end.abort())
    parent.onMessage((raw) => {
      const { data: message } = toLabProcess.safeParse(raw)
      if (message === undefined) return
      if (message.type === 'start') void starts.run(() => start(message))
      else if (message.type === 'repeat') void starts.run(() => repeat(message))
      else if (message.type === 'move') void move(message)
      else if (message.type === 'end') end.abort()
      else hear(message)
    })
    end.signal.addEventListener('abort', () => {
      for (const face of [...faces.keys()]) close(face)
      createRealClock().after(stopLimitMs, () => process.exit(1))
      void starts
        .settled()
        .then(() => lab?.stop())
        .catch(() => {})
        .then(() => resolve(lab !== null))
    })
  })
}
