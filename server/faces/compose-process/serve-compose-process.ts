import { describeFailure, SerialQueue } from '../../base/index.ts'
import { createRealClock } from '../../clock/index.ts'
import { startLab } from '../../lab/index.ts'
import { Composition, proveScenarioText } from '../../scenario/index.ts'
import type { ParentPort } from '../lab-process/parent-port.ts'
import { type FromComposeProcess, toComposeProcess } from './messages.ts'

/** Minimum real time between two messages about progress. */
const tellEveryMs = 200

/** A process that makes scenarios, one request at a time, until its parent has ended for any reason. */
export function serveComposeProcess(parent: ParentPort<FromComposeProcess>): Promise<void> {
  const end = new AbortController()
  const requests = new SerialQueue()
  const real = createRealClock()
  let composition: Composition | null = null
  let current = 0
  let toldAtMs = 0

  const send = (message: FromComposeProcess) => parent.send(message)
  const options = (installFolder: string | null) => ({
    startLab,
    installFolder,
    end: end.signal,
    onTime(atMs: number) {
      if (real.now() - toldAtMs < tellEveryMs) return
      toldAtMs = real.now()
      send({ id: current, atMs })
    },
  })

  async function handle(raw: unknown): Promise<void> {
    const { data: request } = toComposeProcess.safeParse(raw)
    if (request === undefined) return
    current = request.id
    try {
      send({ id: request.id, result: await resultOf(request) })
    } catch (thrown) {
      send({ id: request.id, failed: describeFailure(thrown) })
    }
  }

  async function resultOf(request: ReturnType<typeof toComposeProcess.parse>): Promise<unknown> {
    if (request.do === 'prove') return proveScenarioText(request.input.text, options(request.installFolder))
    if (request.do === 'propose') {
      const { assertions, installFolder, lived, since } = request
      composition = await Composition.begin(lived, { since, assertions }, options(installFolder))
      return composition.proposed
    }
    if (composition === null) throw new Error('nothing was proposed')
    return composition.compose(request.input)
  }

  return new Promise((resolve) => {
    parent.onMessage((message) => void requests.run(() => handle(message)))
    parent.onGone(() => {
      end.abort()
      void requests.settled().then(resolve)
    })
  })
}
