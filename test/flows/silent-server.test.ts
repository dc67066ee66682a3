import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { detailInEnglish } from '../../server/words/testing/in-english.ts'
import { people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

const sockets: Socket[] = []
const server = createServer((socket) => sockets.push(socket))

afterEach(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

it('an external server that never answers holds virtual time back only until the request times out', async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const lab = await startLabInVirtualTime({
    ...people('alice'),
    communicationsServer: { external: { host: '127.0.0.1', port, transport: 'tcp' } },
  })
  expect(await lab.logIn('alice')).toBe('unavailable')
  const [flow] = (await lab.snapshot()).flows
  expect(detailInEnglish(flow?.steps.find(({ outcome }) => outcome === 'refused')?.detail)).toMatch(
    /did not answer OPTIONS within 15 s/,
  )
})
