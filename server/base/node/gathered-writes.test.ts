import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeGathered, writeOut } from './gathered-writes.ts'

let near: Socket
let far: Socket
let close: () => void

beforeEach(async () => {
  const server = createServer()
  const accepted = once(server, 'connection')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  near = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')
  far = (await accepted)[0]
  await once(near, 'connect')
  close = () => {
    near.destroy()
    far.destroy()
    server.close()
  }
})

afterEach(() => close())

/** How many writes to the system there are while `work` runs, and until it has been written. */
async function writesOf(work: () => void): Promise<number> {
  let writes = 0
  const write = near._write.bind(near)
  const writev = near._writev?.bind(near)
  near._write = (...all) => {
    writes += 1
    write(...all)
  }
  near._writev = (...all) => {
    writes += 1
    writev?.(...all)
  }
  work()
  await new Promise<void>((resolve) => near.end(resolve))
  return writes
}

describe('a gathered write', () => {
  it('leaves with all that is written in the same turn, in order', async () => {
    const heard = textOf(far)
    const writes = await writesOf(() => {
      for (const text of ['one ', 'two ', 'three']) writeGathered(near, Buffer.from(text))
    })
    expect(writes).toBe(1)
    expect(await heard).toBe('one two three')
  })

  it('does not wait for the next turn', async () => {
    writeGathered(near, Buffer.from('now'))
    await new Promise(process.nextTick)
    expect(near.writableCorked).toBe(0)
    expect(String((await once(far, 'data'))[0])).toBe('now')
  })

  it('is made at once where much has been gathered', () => {
    for (let count = 0; count < 20; count += 1) writeGathered(near, Buffer.alloc(10_000))
    expect(near.writableLength).toBeLessThanOrEqual(70_000)
  })

  it('reaches the peer before a socket that is destroyed is closed', async () => {
    const heard = textOf(far)
    writeGathered(near, Buffer.from('goodbye'))
    writeOut(near)
    near.destroy()
    expect(await heard).toBe('goodbye')
  })
})

async function textOf(socket: Socket): Promise<string> {
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return text
}
