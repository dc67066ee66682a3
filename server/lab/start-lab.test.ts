import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { NoticeView } from '#contract'
import { createVirtualClock } from '../clock/index.ts'
import { Dispatcher } from '../dispatcher/index.ts'
import type { LabFileInput } from '../files/index.ts'
import { startLab } from './start-lab.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-start-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const start = (file: LabFileInput) =>
  startLab({ file, clock: createVirtualClock(), installFolder: null, baseFolder: folder, defaultPort: 0 })

it('names the part that did not start, and stops all others', async () => {
  const other = createServer()
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  const file = { database: './lab.sqlite', dispatcher: { listen: { host: '127.0.0.1', port } } }
  try {
    await expect(start(file)).rejects.toMatchObject({ part: 'dispatcher', code: 'port-in-use' })
  } finally {
    await new Promise((resolve) => other.close(resolve))
  }
  // A second lab can open the database, so the first one has closed it.
  const lab = await start(file)
  expect(lab.endpoints.dispatcher.port).toBe(port)
  await lab.stop()
})

it('stops the other parts if one fails to stop, and reports the failure', async () => {
  const lab = await start({ database: './lab.sqlite' })
  const notices: NoticeView[] = []
  lab.api.subscribe((event) => {
    if (event.type === 'notice') notices.push(event.notice)
  })
  const { stop: stopDispatcher } = Dispatcher.prototype
  const stop = vi.spyOn(Dispatcher.prototype, 'stop')
  stop.mockImplementationOnce(async function (this: Dispatcher) {
    await stopDispatcher.call(this)
    throw new Error('it is stuck')
  })
  try {
    await lab.stop()
  } finally {
    stop.mockRestore()
  }
  expect(notices).toMatchObject([{ level: 'error', part: 'dispatcher', code: 'stop-failed' }])
  const next = await start({ database: './lab.sqlite' })
  await next.stop()
})
