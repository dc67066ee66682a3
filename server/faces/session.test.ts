import { describe, expect, it } from 'vitest'
import type { ServerMessage } from '../lab/api/index.ts'
import { openSession } from './session.ts'
import { createMemoryLab } from './testing/memory-lab.ts'

function open() {
  const lab = createMemoryLab()
  const said: ServerMessage[] = []
  const session = openSession(lab, (message) => said.push(message))
  return { lab, said, session }
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
  it('takes a snapshot and every event after it, with no gap and none twice', async () => {
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

  it('starts anew when asked again', async () => {
    const { lab, said, session } = open()
    session.receive({ type: 'watch', id: 1 })
    await turn()
    session.receive({ type: 'watch', id: 2 })
    await turn()
    lab.emit('once')
    expect(watched(said)).toEqual(['snapshot 0', 'snapshot 0', 'event 1'])
    expect(lab.listenerCount).toBe(1)
  })

  it('gives way to a later request that comes while the snapshot is made', async () => {
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
  it('reach the lab, and what the lab says against them comes back', async () => {
    const { lab, said, session } = open()
    session.receive({ type: 'call', id: 7, command: 'handheld.logout', input: { name: 'alice' } })
    await turn()
    expect(lab.commands).toEqual([{ name: 'handheld.logout', input: { name: 'alice' } }])
    expect(said).toEqual([
      {
        type: 'failure',
        id: 7,
        code: 'nothing-here',
        message: 'handheld.logout has nothing behind it',
        remedy: 'none',
      },
    ])
  })

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
  ])('with %s do not', async (_what, call, code, words) => {
    const { lab, said, session } = open()
    session.receive({ type: 'call', id: 3, ...call })
    await turn()
    expect(said).toEqual([
      expect.objectContaining({ type: 'failure', id: 3, code, message: expect.stringContaining(words) }),
    ])
    expect(lab.commands).toEqual([])
  })

  it.each([[null], ['text'], [{ type: 'shout', id: 1 }], [{ type: 'watch' }], [[]]])(
    'are refused when they are no messages: %j',
    (message) => {
      const { said, session } = open()
      session.receive(message)
      expect(said).toEqual([expect.objectContaining({ type: 'failure', code: 'bad-message' })])
    },
  )

  it.each([
    [{}, 'type: missing'],
    [{ type: 'shout', id: 1 }, 'type: expected call | watch, found "shout"'],
  ])('are told what is wrong with them: %j', (message, words) => {
    const { said, session } = open()
    session.receive(message)
    expect(said).toEqual([expect.objectContaining({ message: expect.stringContaining(words) })])
  })
})
