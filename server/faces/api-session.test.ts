import { describe, expect, it } from 'vitest'
import type { LabApi, ServerMessage, TrafficPosition } from '#contract'
import { createAcknowledgedOutlet } from './acknowledged-outlet.ts'
import { openApiSession } from './api-session.ts'
import type { Outlet } from './outlet.ts'
import { createMemoryLab } from './testing/memory-lab.ts'

function open() {
  const lab = createMemoryLab()
  const said: ServerMessage[] = []
  const session = openApiSession(lab, outletTo(said))
  return { lab, said, session }
}

/** An outlet to a face that reads everything at once. */
function outletTo(said: ServerMessage[]): Outlet {
  return {
    send: (message) => said.push(message),
    isBehind: () => false,
    drained: () => Promise.resolve(),
  }
}

function fail(): never {
  throw new Error('not today')
}

/** Lets promises that are due settle. */
const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Snapshots and events by their number. */
function watched(said: readonly ServerMessage[]): string[] {
  return said.map((message) => {
    if (message.type === 'snapshot') return `snapshot ${message.snapshot.seq}`
    return message.type === 'event' ? `event ${message.event.seq}` : message.type
  })
}

describe('watching', () => {
  it('sends a snapshot and every event after it, without gaps or duplicates', async () => {
    const { lab, said, session } = open()
    lab.emit('before')
    const release = lab.holdSnapshots()
    session.receive({ type: 'watch', id: 1 })
    lab.emit('while the snapshot is made')
    release()
    await turn()
    lab.emit('after')
    expect(watched(said)).toEqual(['snapshot 2', 'event 3'])
  })

  it('starts again with a new snapshot at a second request', async () => {
    const { lab, said, session } = open()
    session.receive({ type: 'watch', id: 1 })
    await turn()
    session.receive({ type: 'watch', id: 2 })
    await turn()
    lab.emit('once')
    expect(watched(said)).toEqual(['snapshot 0', 'snapshot 0', 'event 1'])
    expect(lab.listenerCount).toBe(1)
  })

  it('yields to a later request that arrives while the snapshot is made', async () => {
    const { lab, said, session } = open()
    const release = lab.holdSnapshots()
    session.receive({ type: 'watch', id: 1 })
    session.receive({ type: 'watch', id: 2 })
    release()
    await turn()
    lab.emit('once')
    expect(watched(said)).toEqual(expect.arrayContaining(['failure', 'snapshot 0', 'event 1']))
    expect(said).toHaveLength(3)
  })

  it('keeps nothing for a face that does not read, and gives it a newer snapshot when it does', async () => {
    const lab = createMemoryLab()
    const posted: ServerMessage[] = []
    const outlet = createAcknowledgedOutlet((message) => posted.push(message))
    const session = openApiSession(lab, outlet)
    session.receive({ type: 'watch', id: 1 })
    await turn()
    outlet.acknowledge(1)
    for (let emitted = 0; emitted < 5_000; emitted += 1) lab.emit('unread')
    await turn()
    expect(posted).toHaveLength(1_001)
    expect([lab.listenerCount, lab.snapshotCount]).toEqual([0, 1])

    outlet.acknowledge(posted.length)
    await turn()
    lab.emit('read')
    expect(posted).toHaveLength(1_003)
    expect(posted.at(-2)).toMatchObject({ type: 'newer-snapshot', snapshot: { seq: 5_000 } })
    expect(posted.at(-1)).toMatchObject({ type: 'event', event: { seq: 5_001 } })
  })

  it('makes one snapshot at a time, and the next one when the face has read the last', async () => {
    const lab = createMemoryLab()
    const said: ServerMessage[] = []
    let read = () => {}
    const session = openApiSession(lab, {
      ...outletTo(said),
      drained: () => new Promise((resolve) => (read = resolve)),
    })
    for (let id = 1; id <= 4_000; id += 1) session.receive({ type: 'watch', id })
    await turn()
    expect(lab.snapshotCount).toBe(1)
    expect(said.filter(({ type }) => type === 'failure')).toHaveLength(3_999)
    read()
    await turn()
    expect(lab.snapshotCount).toBe(2)
    expect(said.at(-1)).toMatchObject({ type: 'snapshot', id: 4_000 })
    session.close()
    read()
    await turn()
    expect(lab.snapshotCount).toBe(2)
  })

  it('ends with the session', async () => {
    const { lab, said, session } = open()
    session.receive({ type: 'watch', id: 1 })
    session.close()
    await turn()
    lab.emit('unheard')
    expect(said).toEqual([])
    expect(lab.listenerCount).toBe(0)
  })
})

describe('commands', () => {
  it('reach the lab, and its failure comes back', async () => {
    const { lab, said, session } = open()
    session.receive({ type: 'call', id: 7, command: 'handheld.logout', input: { name: 'alice' } })
    await turn()
    expect(lab.commands).toEqual([{ name: 'handheld.logout', input: { name: 'alice' } }])
    expect(said).toEqual([
      {
        type: 'failure',
        id: 7,
        code: 'name-taken',
        facts: { name: 'handheld.logout' },
        message: 'there is already a handheld handheld.logout',
        remedy: 'Choose another name.',
      },
    ])
  })

  it('reach the lab as the schema parses them: trimmed, with defaults', async () => {
    const { lab, session } = open()
    session.receive({ type: 'call', id: 1, command: 'handheld.add', input: { name: '  carol  ' } })
    session.receive({ type: 'call', id: 2, command: 'handheld.messenger', input: { name: 'alice' } })
    session.receive({ type: 'call', id: 3, command: 'traffic.layers', input: { number: 1 } })
    await turn()
    expect(lab.commands.map(({ input }) => input)).toEqual([
      { name: 'carol' },
      { name: 'alice', with: null },
      { number: 1, reveal: false },
    ])
  })

  it('are refused when too many are under way', async () => {
    const { lab, said, session } = open()
    for (let id = 1; id <= 10_001; id += 1) {
      session.receive({ type: 'call', id, command: 'handheld.logout', input: { name: 'alice' } })
    }
    await turn()
    expect(lab.commands).toHaveLength(10_000)
    expect(said).toContainEqual(expect.objectContaining({ id: 10_001, code: 'too-many-calls' }))
  })

  const cyclic: Record<string, unknown> = { name: 'alice' }
  cyclic.self = cyclic
  const throwing = {
    get name(): string {
      throw new Error('not today')
    },
  }
  const noJson: Record<string, unknown> = {
    'a BigInt': 10n,
    'a BigInt in it': { name: 10n },
    'a symbol': Symbol('s'),
    'a symbol in it': { name: Symbol('s') },
    'a function': () => 1,
    'a method': { name() {} },
    'a ring': cyclic,
    'a ring in it': { name: cyclic },
    'a getter that throws': throwing,
    'a proxy that throws': new Proxy({}, { ownKeys: () => fail(), get: () => fail() }),
    'a Map': new Map([['name', 'alice']]),
    'a Date': new Date(0),
    NaN: Number.NaN,
    nothing: undefined,
    'an object without a prototype': Object.create(null),
  }
  it.each(Object.keys(noJson))(
    'with input that JSON cannot represent do not reach the lab: %s',
    async (what) => {
      const { lab, said, session } = open()
      session.receive({ type: 'call', id: 5, command: 'handheld.logout', input: noJson[what] })
      await turn()
      expect(said).toEqual([expect.objectContaining({ type: 'failure', id: 5, code: 'bad-input' })])
      expect(lab.commands).toEqual([])
    },
  )

  const unreadable: Record<string, [message: unknown, id: number]> = {
    'a BigInt': [10n, -1],
    'a symbol': [Symbol('s'), -1],
    'a function': [() => 1, -1],
    'a BigInt as type': [{ type: 10n, id: 6 }, 6],
    'a BigInt as id': [{ type: 'call', id: 10n, command: 'x' }, -1],
    'a BigInt as command': [{ type: 'call', id: 6, command: 10n, input: {} }, 6],
    'a ring': [{ ...cyclic, id: 6 }, 6],
    'a type that throws': [
      Object.defineProperty({ id: 6 }, 'type', { enumerable: true, get: () => fail() }),
      6,
    ],
    'an id that throws': [Object.defineProperty({}, 'id', { enumerable: true, get: () => fail() }), -1],
  }
  it.each(Object.keys(unreadable))(
    'that JSON cannot represent are refused without an exception: %s',
    async (what) => {
      const { said, session } = open()
      const [message, id] = unreadable[what] ?? []
      expect(() => session.receive(message)).not.toThrow()
      expect(said).toEqual([expect.objectContaining({ type: 'failure', id, code: 'bad-message' })])
    },
  )

  it.each([
    ['no such command', { command: 'lab.explode', input: {} }, 'unknown-command', 'no command "lab.explode"'],
    ['a name every object has', { command: 'toString', input: {} }, 'unknown-command', 'toString'],
    [
      'a wrong field',
      { command: 'handheld.setCoverage', input: { name: 'alice', coverage: 'godo' } },
      'bad-input',
      'coverage: expected none | weak | good | excellent, found "godo"; did you mean "good"?',
    ],
    [
      'a field too many',
      { command: 'handheld.logout', input: { name: 'alice', pni: 1 } },
      'bad-input',
      'pni: unknown key "pni"',
    ],
  ])('with %s do not reach the lab', async (_what, call, code, words) => {
    const { lab, said, session } = open()
    session.receive({ type: 'call', id: 3, ...call })
    await turn()
    expect(said).toEqual([
      expect.objectContaining({ type: 'failure', id: 3, code, message: expect.stringContaining(words) }),
    ])
    expect(lab.commands).toEqual([])
  })

  it.each([[null], ['text'], [{ type: 'shout', id: 1 }], [{ type: 'watch' }], [[]]])(
    'are refused when they are not valid messages: %j',
    (message) => {
      const { said, session } = open()
      session.receive(message)
      expect(said).toEqual([expect.objectContaining({ type: 'failure', code: 'bad-message' })])
    },
  )

  it.each([
    [{}, 'type: missing'],
    [
      { type: 'shout', id: 1 },
      'type: expected call | watch | read-traffic | traffic-rows | close-traffic, found "shout"',
    ],
  ])('are refused with the reason: %j', (message, words) => {
    const { said, session } = open()
    session.receive(message)
    expect(said).toEqual([expect.objectContaining({ message: expect.stringContaining(words) })])
  })
})

describe('reading traffic', () => {
  const position = { first: -3, end: 0, isCounting: false, kept: 3, dropped: 0, last: 3 }

  /** A face of a lab with a reader, at whose places are no frames. */
  function openWithReader() {
    const asked: unknown[] = []
    let tell: (next: TrafficPosition) => void = () => {}
    let closed = 0
    const lab: LabApi = {
      ...createMemoryLab(),
      async readTraffic(request, onPosition) {
        asked.push(request)
        tell = onPosition
        return {
          position,
          rows: async (from) => ({ from, rows: [] }),
          close() {
            closed += 1
          },
        }
      },
    }
    const said: ServerMessage[] = []
    let read = () => {}
    const outlet = {
      ...outletTo(said),
      drained: () => new Promise<void>((resolve) => (read = resolve)),
    }
    const session = openApiSession(lab, outlet)
    return {
      asked,
      said,
      session,
      tell: (end: number) => tell({ ...position, end }),
      readAll: async () => {
        read()
        await turn()
      },
      closedCount: () => closed,
    }
  }

  it('answers with the position, then with rows', async () => {
    const { asked, said, session } = openWithReader()
    session.receive({ type: 'read-traffic', id: 1, query: { filter: 'sip' } })
    await turn()
    session.receive({ type: 'traffic-rows', id: 2, reader: 1, from: -3, count: 3 })
    session.receive({ type: 'traffic-rows', id: 3, reader: 9, from: -3, count: 3 })
    await turn()
    expect(asked).toMatchObject([{ filter: 'sip', handheld: null, hop: null, isOpened: false, until: null }])
    expect(said).toEqual([
      { type: 'answer', id: 1, output: position },
      { type: 'answer', id: 2, output: { from: -3, rows: [] } },
      expect.objectContaining({ type: 'failure', id: 3, code: 'bad-message' }),
    ])
  })

  it('sends a slow face only the latest position', async () => {
    const { readAll, said, session, tell } = openWithReader()
    session.receive({ type: 'read-traffic', id: 1, query: {} })
    await turn()
    for (let end = 1; end <= 100; end += 1) tell(end)
    await turn()
    expect(said).toHaveLength(1)
    await readAll()
    expect(said.slice(1)).toEqual([{ type: 'traffic', id: 1, position: { ...position, end: 100 } }])
  })

  it('closes the readers that a face closes, has too many of, or leaves behind', async () => {
    const { closedCount, session } = openWithReader()
    for (let id = 1; id <= 10; id += 1) session.receive({ type: 'read-traffic', id, query: {} })
    await turn()
    expect(closedCount()).toBe(2)
    session.receive({ type: 'close-traffic', id: 10 })
    expect(closedCount()).toBe(3)
    session.close()
    expect(closedCount()).toBe(10)
  })
})
