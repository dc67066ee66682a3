import type { LabApi, LabEvent, Snapshot } from '../../lab/api/index.ts'
import { Failure } from '../../lab/failure.ts'

/** For tests of the faces: an API with nothing behind it, that counts events and remembers commands. */
export interface MemoryLab extends LabApi {
  readonly commands: { name: string; input: unknown }[]
  readonly listenerCount: number
  /** Lets a notice happen. */
  emit(text: string): void
  /** Lets snapshots come only from now on, each when asked for. */
  holdSnapshots(): () => void
}

export function createMemoryLab(): MemoryLab {
  const listeners = new Set<(event: LabEvent) => void>()
  const commands: MemoryLab['commands'] = []
  let seq = 0
  let gate = Promise.resolve()

  return {
    commands,
    get listenerCount() {
      return listeners.size
    },
    emit(text) {
      seq += 1
      const notice = { at: 0, level: 'information' as const, part: 'lab', text }
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
      await gate
      return emptySnapshot(seq)
    },
    async call(name, input) {
      commands.push({ name, input })
      throw new Failure('nothing-here', `${name} has nothing behind it`, { remedy: 'none' })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function emptySnapshot(seq: number): Snapshot {
  const endpoint = { host: '127.0.0.1', port: 1 }
  return {
    seq,
    at: 0,
    lab: {
      domain: 'corp.example',
      database: 'memory',
      dispatcher: endpoint,
      communicationsServer: { ...endpoint, transport: 'tls' },
      directory: endpoint,
    },
    service: {
      environment: 'ocs2007r2',
      maximumSessions: null,
      idleTimeoutMs: null,
      inactivityTimeoutMs: null,
      persistentConnectionCapacity: 250,
      statusIntervalMs: 60_000,
      passwordCaching: false,
      transport: 'tls',
    },
    conditions: {
      isDirectoryUp: true,
      isCommunicationsServerUp: true,
      serverCertificate: 'valid',
      serviceCertificate: 'valid',
    },
    users: [],
    handhelds: [],
    sessions: [],
    flows: [],
    notices: [],
    frames: [],
    droppedFrames: 0,
  }
}
