import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { type ClientMessage, type ServerMessage, serverMessage, trafficQuery } from '#contract'
import { createRealClock, delay } from '../../../server/clock/index.ts'
import { benchScript, cpuMsOf, missingProc, residentBytesOf, startNode } from '../processes.ts'
import type { Row, Sample } from '../row.ts'

const framesPerSecond = 5_000
const eventsPerSecond = 2_000

/** What a page has been told, over all its connections. */
interface Received {
  seq: number
  end: number
}

/** A page as the lab sees it: it watches the lab, reads the traffic, and connects again when its connection is lost. */
async function openPage(url: string, received: Received = { seq: 0, end: 0 }) {
  const { host, origin, search } = new URL(url)
  const socket = new WebSocket(`ws://${host}/api${search}`, { headers: { origin } })
  await once(socket, 'open')
  const note = (message: ServerMessage) => {
    if (message.type === 'event') received.seq = message.event.seq
    if (message.type === 'snapshot' || message.type === 'newer-snapshot') received.seq = message.snapshot.seq
    if (message.type === 'traffic') received.end = message.position.end
  }
  socket.on('message', (data) => note(serverMessage.parse(JSON.parse(data.toString()))))
  const messages: ClientMessage[] = [
    { type: 'watch', id: 1 },
    {
      type: 'read-traffic',
      id: 2,
      query: trafficQuery.parse({}),
    },
  ]
  for (const message of messages) socket.send(JSON.stringify(message))
  const connectAgain = () => {
    // Fails once the lab has stopped.
    openPage(url, received).catch(() => {})
  }
  socket.on('error', () => {})
  socket.on('close', connectAgain)
  return {
    received,
    socket,
    close() {
      socket.off('close', connectAgain)
      socket.close()
    },
  }
}

/** Waits until a page has seen as much as one that is opened now. @throws if it never does */
async function expectUpToDate(page: Awaited<ReturnType<typeof openPage>>, url: string): Promise<void> {
  const clock = createRealClock()
  const other = await openPage(url)
  while (other.received.seq === 0) await delay(clock, 50)
  const { seq } = other.received
  other.close()
  for (let tries = 0; tries < 400; tries += 1) {
    if (page.received.seq >= seq && page.received.end > 0) return
    await delay(clock, 50)
  }
  throw new Error(`the page that was frozen is at event ${page.received.seq}, another one at ${seq}`)
}

/** @returns the resident memory of the lab, with the processor time that it took */
async function measureLab(
  words: readonly string[],
  { seconds, isWatched }: { seconds: number; isWatched: boolean },
): Promise<Sample> {
  const lab = await startNode(words)
  const clock = createRealClock()
  try {
    const page = isWatched ? await openPage(lab.line) : null
    await delay(clock, 500)
    page?.socket.pause()
    const before = cpuMsOf(lab.pid)
    await delay(clock, seconds * 1_000)
    const sample = {
      value: residentBytesOf(lab.pid) / 1e6,
      cpuMs: Math.max(1, cpuMsOf(lab.pid) - before),
      wallMs: seconds * 1_000,
    }
    page?.socket.resume()
    if (page) await expectUpToDate(page, lab.line)
    page?.close()
    return sample
  } finally {
    await lab.stop()
  }
}

export const frozenPage: Row = {
  name: 'frozen-page',
  what: 'memory of the lab after a minute with a frozen page, 5,000 frames and 2,000 events a second / without a page',
  unit: 'MB',
  goal: { atMost: 1.15 },
  rounds: 2,
  missing: missingProc,
  async open(isSmall) {
    const script = await benchScript('steady-frames')
    const folder = await mkdtemp(join(tmpdir(), 'bramble-bench-'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Bramble</title>')
    const words = [script, folder, String(framesPerSecond), String(eventsPerSecond)]
    const seconds = isSmall ? 1 : 60
    return {
      ours: () => measureLab(words, { seconds, isWatched: true }),
      theirs: () => measureLab(words, { seconds, isWatched: false }),
      close: () => rm(folder, { recursive: true }),
    }
  },
}
