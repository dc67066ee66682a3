import { processFlowOf } from '../process-flow.ts'
import { defaultService } from '../settings.ts'
import type { Snapshot } from '../views.ts'

/** A lab with default settings in which nothing has happened, for tests. */
export const emptySnapshot: Snapshot = {
  seq: 0,
  at: 0,
  lab: {
    domain: 'corp.example',
    database: 'memory',
    dispatcher: { host: '127.0.0.1', port: 3101 },
    communicationsServer: { host: '127.0.0.1', port: 5061, transport: 'tls' },
    directory: { host: '127.0.0.1', port: 10389 },
  },
  service: defaultService,
  services: [{ name: 'service-1', settings: defaultService }],
  processFlow: processFlowOf({ parts: [], hops: [], steps: [] }),
  pace: { speed: 1, isPaused: false },
  conditions: {
    isDirectoryUp: true,
    isCommunicationsServerUp: true,
    serverCertificate: 'valid',
    serviceCertificate: 'valid',
  },
  recording: null,
  faults: [],
  users: [],
  handhelds: [],
  sessions: [],
  desktops: [],
  flows: [],
  notices: [],
  demo: null,
  run: null,
  lesson: null,
  composing: null,
  branching: [],
  marks: [],
}
