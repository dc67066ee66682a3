import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../clock/index.ts'
import type { CommunicationsServer } from './index.ts'
import { startTestServer } from './testing/start-server.ts'
import { openTestClient, registerText, requestText, type TestClient } from './testing/test-client.ts'

let clock: VirtualClock
let server: CommunicationsServer
let client: TestClient
let problems: string[]

beforeEach(async () => {
  clock = createVirtualClock()
  problems = []
  server = await startTestServer(clock, problems)
  client = await openTestClient(server)
  expect(await statusOf(registerText())).toBe(200)
  // Ignore the notice that alice signed in without proof.
  problems.splice(0)
})
afterEach(async () => {
  client.socket.destroy()
  await server.stop()
})

async function statusOf(text: string): Promise<number> {
  client.write(text)
  return (await client.response()).status
}

/** Silent connections; `closed(n)` resolves when the server has closed n of them. */
function openCrowd() {
  const open = new Set<Socket>()
  let closedCount = 0
  let tell = () => {}
  return {
    open,
    async add(count: number): Promise<void> {
      const connected: Promise<unknown>[] = []
      for (let index = 0; index < count; index += 1) {
        const socket = connect({ host: '127.0.0.1', port: server.port })
        open.add(socket)
        socket.on('error', () => {})
        socket.on('close', () => {
          open.delete(socket)
          closedCount += 1
          tell()
        })
        // A refused connection may see nothing but its end.
        connected.push(Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => {}))
        socket.resume()
      }
      await Promise.all(connected)
    },
    async closed(count: number): Promise<void> {
      while (closedCount < count) {
        await new Promise<void>((resolve) => {
          tell = resolve
        })
      }
    },
  }
}

test('keeps 1,024 of 10,000 connections, serves registered peers, and closes silent ones to make room', async () => {
  const crowd = openCrowd()
  for (let batch = 0; batch < 20; batch += 1) {
    await crowd.add(500)
    // Wait until the excess connections are closed before opening more, so that they do not pile up.
    await crowd.closed(Math.max(0, (batch + 1) * 500 - 1_023))
    expect(await statusOf(requestText('OPTIONS'))).toBe(200)
  }
  expect(crowd.open.size).toBe(1_023)
  expect(problems).toEqual(['a connection was turned away: 1024 are open, which is the most'])

  await clock.advance(32_000)
  await crowd.closed(10_000)
  expect(problems.at(1)).toMatch(/sent no message within 32 s/)
  expect(problems).toContain(
    '8977 connections were turned away in all, until one of those that were open closed',
  )
  expect(await statusOf(requestText('OPTIONS'))).toBe(200)
  const late = await openTestClient(server)
  late.write(requestText('OPTIONS'))
  expect((await late.response()).status).toBe(200)
  late.socket.destroy()
})

test('closes the connection of a peer that sends one byte a second after 32 seconds', async () => {
  const message = registerText()
  const slow = connect({ host: '127.0.0.1', port: server.port })
  slow.on('error', () => {})
  await once(slow, 'connect')
  clock.flight.track(slow)
  const ports = { localPort: slow.localPort, remotePort: slow.remotePort }
  slow.once('close', () => clock.flight.forget(ports))
  const closed = once(slow, 'close')
  slow.resume()
  let sent = 0
  const start = clock.now()
  const sendOne = () => {
    if (slow.destroyed) return
    clock.flight.sent(slow, 1)
    slow.write(message.slice(sent, sent + 1))
    sent += 1
    clock.after(1_000, sendOne)
  }
  sendOne()
  await clock.advance(31_000)
  expect(slow.destroyed).toBe(false)
  expect(sent).toBe(32)
  await clock.advance(2_000)
  await closed
  expect(clock.now() - start).toBe(33_000)
  expect(problems).toEqual([expect.stringMatching(/within 32 s: its connection was closed/)])
  expect(server.registrations()).toHaveLength(1)
  expect(await statusOf(requestText('OPTIONS'))).toBe(200)
})
