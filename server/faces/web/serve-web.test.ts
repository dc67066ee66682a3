import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createMemoryLab, type MemoryLab } from '../testing/memory-lab.ts'
import { serveWeb, type WebFace } from './serve-web.ts'

let folder: string
let lab: MemoryLab
let web: WebFace
let address: URL

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-page-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Bramble</title>')
  lab = createMemoryLab()
  web = await serveWeb({ api: lab, pageFolder: folder, port: 0 })
  address = new URL(web.url)
})

afterEach(async () => {
  await web.close()
  rmSync(folder, { recursive: true })
})

function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (resolve, reject) => {
      const sent = request(new URL(path, address), { headers, method }, (response) => {
        let body = ''
        response.on('data', (part) => {
          body += part
        })
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
      })
      sent.on('error', reject)
      sent.end()
    },
  )
}

/** Opens the API. @returns the socket, or the status with which it was refused */
function openApi(
  path: string,
  headers: Record<string, string> = {},
): Promise<WebSocket | number | undefined> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${address.host}${path}`, { headers })
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
    socket.on('error', reject)
  })
}

async function openedApi(): Promise<WebSocket> {
  const socket = await openApi(`/api${address.search}`, { origin: address.origin })
  if (socket instanceof WebSocket) return socket
  throw new Error(`refused: ${socket}`)
}

function nextMessage(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve) => {
    socket.once('message', (data) => resolve(JSON.parse(data.toString())))
  })
}

describe('the page', () => {
  it('is served with headers that let it load only its own files', async () => {
    const { status, headers, body } = await get(`/${address.search}`)
    expect(status).toBe(200)
    expect(body).toContain('<title>Bramble</title>')
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
    expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://${address.host}`)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
  })

  it('is the only thing that is served', async () => {
    expect((await get('/../../etc/passwd')).status).toBe(404)
    expect((await get('/%2e%2e/%2e%2e/etc/passwd')).status).toBe(404)
    expect((await get('/%zz')).status).toBe(404)
    expect((await get('/', {}, 'POST')).status).toBe(405)
  })

  it('is refused when the Host header names another host', async () => {
    expect((await get('/', { host: `evil.example:${address.port}` })).status).toBe(403)
    expect((await get('/', { host: `localhost:${address.port}` })).status).toBe(200)
  })

  it('cannot be served before it is built', async () => {
    await expect(serveWeb({ api: lab, pageFolder: join(folder, 'none'), port: 0 })).rejects.toMatchObject({
      code: 'page-missing',
      remedy: expect.stringContaining('npm run build'),
    })
  })

  it('fails to start when the port is in use', async () => {
    const taken = serveWeb({ api: lab, pageFolder: folder, port: Number(address.port) })
    await expect(taken).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(address.port),
    })
  })
})

describe('the API', () => {
  it('carries an API session', async () => {
    const socket = await openedApi()
    socket.send(JSON.stringify({ type: 'watch', id: 1 }))
    expect(await nextMessage(socket)).toMatchObject({ type: 'snapshot', id: 1, snapshot: { seq: 0 } })
    lab.emit('hello')
    expect(await nextMessage(socket)).toMatchObject({ type: 'event', event: { seq: 1, type: 'notice' } })
    socket.send('no JSON')
    expect(await nextMessage(socket)).toMatchObject({ type: 'failure', code: 'bad-message' })
    socket.close()
  })

  it('requires the token of this run', async () => {
    expect(await openApi('/api')).toBe(401)
    expect(await openApi('/api?token=guess')).toBe(401)
    expect(await openApi(`/other${address.search}`)).toBe(404)
    expect(await openApi('//?token=')).toBe(404)
  })

  it('accepts only its own origin and host name', async () => {
    const path = `/api${address.search}`
    expect(await openApi(path, { origin: 'http://evil.example' })).toBe(403)
    expect(await openApi(path, { origin: 'null' })).toBe(403)
    expect(await openApi(path, { host: `evil.example:${address.port}` })).toBe(403)
    const local = await openApi(path, {
      host: `localhost:${address.port}`,
      origin: `http://localhost:${address.port}`,
    })
    expect(local).toBeInstanceOf(WebSocket)
  })

  it('unsubscribes a face whose connection is gone', async () => {
    const socket = await openedApi()
    socket.send(JSON.stringify({ type: 'watch', id: 1 }))
    await nextMessage(socket)
    socket.terminate()
    await expect.poll(() => lab.listenerCount).toBe(0)
  })

  it('gives a page that was frozen a newer snapshot instead of what it missed', async () => {
    const socket = await openedApi()
    socket.send(JSON.stringify({ type: 'watch', id: 1 }))
    await nextMessage(socket)
    socket.pause()
    const many = 200_000
    let emittedForFrozen = 0
    for (let emitted = 0; emitted < many; emitted += 1) {
      lab.emit('x'.repeat(500))
      if (lab.listenerCount > 0) emittedForFrozen += 1
      if (emitted % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    // A few megabytes wait in the system's own buffers for the connection.
    expect(emittedForFrozen).toBeLessThan(many / 2)
    expect(lab.listenerCount).toBe(0)

    const received: unknown[] = []
    socket.on('message', (data) => received.push(JSON.parse(data.toString())))
    socket.resume()
    await expect.poll(() => lab.listenerCount).toBe(1)
    lab.emit('and on')
    await expect.poll(() => received.at(-1)).toMatchObject({ type: 'event', event: { seq: many + 1 } })
    expect(received.at(-2)).toMatchObject({ type: 'newer-snapshot', snapshot: { seq: many } })
    expect(received.length).toBeLessThan(emittedForFrozen + 3)
  })

  it('refuses messages larger than any command', async () => {
    const socket = await openedApi()
    const closed = new Promise((resolve) => socket.on('close', resolve))
    socket.send('x'.repeat(3_000_000))
    expect(await closed).toBe(1009)
  })

  it('closes its connections with code 1001 when the server stops', async () => {
    const socket = await openedApi()
    const closed = new Promise((resolve) => socket.on('close', resolve))
    await web.close()
    expect(await closed).toBe(1001)
  })
})
