import { Failure } from '../../base/index.ts'
import { createRealClock } from '../../clock/index.ts'
import type { ChildPort } from './child-port.ts'
import type { LabProcessSpec } from './kinds/index.ts'
import { type LabFace, type LabFaceListener, type LabProcess, startLabProcess } from './lab-process.ts'

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
  start(spec: LabProcessSpec, options?: { isParked?: boolean }): Promise<string>
  /** Connects a page. @returns null if there is no such lab */
  open(id: string, listener: LabFaceListener): LabFace | null
  isRunning(id: string): boolean
  /** Resolves once the process has ended, also if there is none of that ID. */
  end(id: string): Promise<void>
  endAll(): Promise<void>
  readonly size: number
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

  return {
    async start(spec, { isParked = false } = {}) {
      if (running.size + starting.size >= most) throw new Failure('too-many-labs', { most })
      const child = fork()
      starting.add(child)
      try {
        const lab = await startLabProcess(child, spec, installFolder)
        if (isEnding) {
          await lab.end()
          throw new Failure('lab-process-failed', { cause: 'the program is ending' })
        }
        lastNumber += 1
        const id = `lab-${lastNumber}`
        running.set(id, lab)
        void lab.ended.then(() => running.delete(id))
        if (!isParked) watch(id, lab)
        return id
      } finally {
        starting.delete(child)
      }
    },
    open: (id, listener) => running.get(id)?.open(listener) ?? null,
    isRunning: (id) => running.has(id),
    end,
    async endAll() {
      isEnding = true
      for (const child of starting) child.kill()
      await Promise.all([...running.keys()].map(end))
    },
    get size() {
      return running.size
    },
  }
}
