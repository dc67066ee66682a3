import type { BranchTurn } from '#contract'
import { Failure } from '../../base/index.ts'
import { createRealClock, Interrupted } from '../../clock/index.ts'
import type { ChildPort } from './child-port.ts'
import type { LabProcessSpec, MoveOrder } from './kinds/index.ts'
import {
  type LabFace,
  type LabFaceListener,
  type LabProcess,
  type RepetitionListener,
  startLabProcess,
} from './lab-process.ts'

export interface LabProcessesOptions {
  fork(): ChildPort
  installFolder: string | null
  /** Maximum number of processes at the same time. */
  most?: number
}

/** The labs that run in processes of their own beside the one that a window shows. */
export interface LabProcesses {
  /**
   * Starts a lab. Without `isParked` it ends by itself some time after the last page that showed it has gone.
   * @returns the ID by which pages reach it
   * @throws {Failure} `too-many-labs`, `lab-process-failed`
   */
  start(spec: LabProcessSpec, options?: StartOptions): Promise<string>
  /**
   * Starts a lab that waits in a history, in advance. It does not count as one of the labs that run.
   * @throws {Failure} `lab-process-failed`
   */
  startWaiting(file: string): Promise<WaitingLabProcess>
  /** Connects a page. @returns null if there is no such lab */
  open(id: string, listener: LabFaceListener): LabFace | null
  isRunning(id: string): boolean
  /** Resolves once the process has ended, also if there is none of that ID. */
  end(id: string): Promise<void>
  endAll(): Promise<void>
  readonly size: number
}

interface StartOptions extends MoveOptions {
  isParked?: boolean
}

interface MoveOptions extends RepetitionListener {
  /** Ends the process before its lab runs; then {@link Interrupted} is thrown. */
  end?: AbortSignal
}

/** A lab that waits at a moment of a history. */
export interface WaitingLabProcess {
  readonly isRunning: boolean
  /** Repeats more of the history, and waits there. */
  moveTo(file: string, atMs: number): Promise<void>
  /**
   * Goes on from a moment, as one of the labs that run.
   * @returns the ID by which pages reach it
   * @throws {Failure} `too-many-labs`, `lab-process-failed`
   */
  goOn(order: MoveOrder & { turn: BranchTurn }, options?: MoveOptions): Promise<string>
  end(): Promise<void>
}

const usualMost = 32
/** A page that is loaded again comes back well within this time. */
const unwatchedMs = 120_000
const lookEveryMs = 30_000

export function createLabProcesses({
  fork,
  installFolder,
  most = usualMost,
}: LabProcessesOptions): LabProcesses {
  const real = createRealClock()
  const running = new Map<string, LabProcess>()
  const starting = new Set<ChildPort>()
  const waiting = new Set<LabProcess>()
  let lastNumber = 0
  let isEnding = false

  /** Ends a lab that nobody has looked at for a while. */
  function watch(id: string, lab: LabProcess): void {
    let unwatched = 0
    const look = () => {
      if (running.get(id) !== lab) return
      unwatched = lab.openFaces === 0 ? unwatched + lookEveryMs : 0
      if (unwatched >= unwatchedMs) void end(id)
      else real.after(lookEveryMs, look)
    }
    real.after(lookEveryMs, look)
  }

  async function end(id: string): Promise<void> {
    const lab = running.get(id)
    running.delete(id)
    await lab?.end()
  }

  function checkNumber(): void {
    if (running.size + starting.size >= most) throw new Failure('too-many-labs', { most })
  }

  async function begin(spec: LabProcessSpec, { end, ...listener }: MoveOptions): Promise<LabProcess> {
    const child = fork()
    starting.add(child)
    const stopListening = onAbort(end, () => child.send({ type: 'end' }))
    try {
      const lab = await startLabProcess(child, spec, installFolder, listener)
      if (!isEnding) return lab
      await lab.end()
      throw new Failure('lab-process-failed', { cause: 'the program is ending' })
    } catch (thrown) {
      throw end?.aborted ? new Interrupted() : thrown
    } finally {
      stopListening()
      starting.delete(child)
    }
  }

  /** From now on pages can reach it. @returns its ID */
  function show(lab: LabProcess, isParked: boolean): string {
    lastNumber += 1
    const id = `lab-${lastNumber}`
    running.set(id, lab)
    void lab.ended.then(() => running.delete(id))
    if (!isParked) watch(id, lab)
    return id
  }

  return {
    async start(spec, { isParked = false, ...options } = {}) {
      checkNumber()
      return show(await begin(spec, options), isParked)
    },
    async startWaiting(file) {
      const lab = await begin({ kind: 'history', file, to: null }, {})
      let isRunning = true
      waiting.add(lab)
      void lab.ended.then(() => {
        isRunning = false
        waiting.delete(lab)
      })
      return {
        get isRunning() {
          return isRunning
        },
        moveTo: (known, atMs) => lab.move({ file: known, atMs, turn: null }),
        async goOn(order, { end, ...listener } = {}) {
          checkNumber()
          const stopListening = onAbort(end, () => void lab.end())
          try {
            await lab.move(order, listener)
          } catch (thrown) {
            throw end?.aborted ? new Interrupted() : thrown
          } finally {
            stopListening()
          }
          waiting.delete(lab)
          return show(lab, false)
        },
        end: () => lab.end(),
      }
    },
    open: (id, listener) => running.get(id)?.open(listener) ?? null,
    isRunning: (id) => running.has(id),
    end,
    async endAll() {
      isEnding = true
      for (const child of starting) child.kill()
      await Promise.all([...[...running.keys()].map(end), ...[...waiting].map((lab) => lab.end())])
    },
    get size() {
      return running.size
    },
  }
}

/** @returns a function that stops listening */
function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal?.aborted) listener()
  signal?.addEventListener('abort', listener, { once: true })
  return () => signal?.removeEventListener('abort', listener)
}
