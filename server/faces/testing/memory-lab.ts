import type { LabApi, LabEvent, Notice } from '#contract'
import { Failure } from '../../base/index.ts'
import { emptySnapshot } from '../../contract/testing/empty-snapshot.ts'

/** For tests of the faces: an API with nothing behind it, that counts events and remembers commands. */
export interface MemoryLab extends LabApi {
  readonly commands: { name: string; input: unknown }[]
  readonly listenerCount: number
  readonly snapshotCount: number
  /** Emits a notice. */
  emit(text: string): void
  /** Holds snapshots back. @returns a function that releases them */
  holdSnapshots(): () => void
}

function unexpected(fault: string): Notice {
  return { code: 'unexpected', facts: { fault } }
}

export function createMemoryLab(): MemoryLab {
  const listeners = new Set<(event: LabEvent) => void>()
  const commands: MemoryLab['commands'] = []
  let seq = 0
  let gate = Promise.resolve()
  let snapshotCount = 0

  return {
    commands,
    get listenerCount() {
      return listeners.size
    },
    get snapshotCount() {
      return snapshotCount
    },
    emit(text) {
      seq += 1
      const notice = { at: 0, level: 'information', part: 'lab', ...unexpected(text) } as const
      for (const listener of listeners) listener({ seq, at: 0, type: 'notice', notice })
    },
    holdSnapshots() {
      let open = () => {}
      gate = new Promise((resolve) => {
        open = resolve
      })
      return open
    },
    async snapshot() {
      snapshotCount += 1
      await gate
      return { ...emptySnapshot, seq }
    },
    async call(name, input) {
      commands.push({ name, input })
      throw new Failure('name-taken', { name })
    },
    async readTraffic() {
      throw new Failure('frame-gone', { number: 1 })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
