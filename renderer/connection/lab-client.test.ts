import { describe, expect, it } from 'vitest'
import type { ClientMessage } from '#contract'
import { emptySnapshot } from '../../server/contract/testing/empty-snapshot.ts'
import type { Channel, ConnectionState } from './channel.ts'
import { LabFailure, labClient } from './lab-client.ts'

const given = { ...emptySnapshot, seq: 4, at: 1_000 }

/** A channel whose other end is the test. */
function wire() {
  const sent: ClientMessage[] = []
  let toMessage: (message: unknown) => void = () => {}
  let toState: (state: ConnectionState) => void = () => {}
  let isOpen = true
  const channel: Channel = {
    send(message) {
      if (isOpen) sent.push(message)
      return isOpen
    },
    onMessage(listener) {
      toMessage = listener
    },
    onState(listener) {
      toState = listener
      listener('open')
    },
  }
  return {
    channel,
    sent,
    arrive: (message: unknown) => toMessage(message),
    lose() {
      isOpen = false
      toState('lost')
    },
  }
}

describe('the lab over messages', () => {
  it('answers a call with the output that carries its id', async () => {
    const { channel, sent, arrive } = wire()
    const client = labClient(channel)
    const first = client.call('handheld.logout', { name: 'alice' })
    const second = client.call('handheld.login', { name: 'bob', user: 'bob', password: 'x' })
    expect(sent.map((message) => message.type === 'call' && message.command)).toEqual([
      'handheld.logout',
      'handheld.login',
    ])

    arrive({ type: 'answer', id: sent[1]?.id, output: { result: 'server-busy' } })
    arrive({ type: 'answer', id: sent[0]?.id, output: null })

    await expect(second).resolves.toEqual({ result: 'server-busy' })
    await expect(first).resolves.toBeNull()
  })

  it('fails a call with the code, the words and the remedy of the lab', async () => {
    const { channel, sent, arrive } = wire()
    const call = labClient(channel).call('handheld.remove', { name: 'nobody' })
    arrive({
      type: 'failure',
      id: sent[0]?.id,
      code: 'unknown-handheld',
      facts: { name: 'nobody' },
      message: 'no nobody',
      remedy: 'look',
    })
    await expect(call).rejects.toMatchObject({
      code: 'unknown-handheld',
      message: 'no nobody',
      remedy: 'look',
    })
  })

  it('fails a call whose answer is not what the contract says', async () => {
    const { channel, sent, arrive } = wire()
    const call = labClient(channel).call('handheld.login', { name: 'a', user: 'a', password: '' })
    arrive({ type: 'answer', id: sent[0]?.id, output: { result: 'splendid' } })
    await expect(call).rejects.toMatchObject({ code: 'not-understood' })
  })

  it('asks for a snapshot and hands it over', async () => {
    const { channel, sent, arrive } = wire()
    const snapshot = labClient(channel).snapshot()
    expect(sent).toEqual([{ type: 'watch', id: 1 }])
    arrive({ type: 'snapshot', id: 1, snapshot: given })
    await expect(snapshot).resolves.toEqual(given)
  })

  it('reads a long snapshot in parts, and what arrives meanwhile after it', async () => {
    const { channel, arrive } = wire()
    const client = labClient(channel)
    const users = Array.from({ length: 1_000 }, (_, number) => ({
      ...{ id: `load${number}`, name: `Load ${number}`, sipAddress: 'sip:load@x' },
      ...{ mayUseClient: true, isEnabled: true },
    }))
    const heard: string[] = []
    client.subscribe((event) => heard.push(`event ${event.seq}`))
    const taken = client.snapshot().then((snapshot) => {
      heard.push(`snapshot ${snapshot.seq}`)
      return snapshot
    })
    arrive({ type: 'snapshot', id: 1, snapshot: { ...given, users } })
    arrive({ type: 'event', event: { seq: 5, at: 1, type: 'handheld-removed', name: 'bob' } })
    expect(heard).toEqual([])
    await expect(taken).resolves.toEqual({ ...given, users })
    const last = client.call('traffic.clear', {})
    arrive({ type: 'answer', id: 2, output: null })
    await last
    expect(heard).toEqual(['snapshot 4', 'event 5'])
  })

  it('drops a long snapshot that it does not understand, and goes on', async () => {
    const { channel, arrive } = wire()
    const client = labClient(channel)
    const users = Array.from({ length: 1_000 }, (_, number) => ({ id: number }))
    const heard: number[] = []
    client.subscribe((event) => heard.push(event.seq))
    arrive({ type: 'newer-snapshot', snapshot: { ...given, users } })
    arrive({ type: 'event', event: { seq: 6, at: 1, type: 'handheld-removed', name: 'bob' } })
    await expect.poll(() => heard).toEqual([6])
  })

  it('drops what it does not understand, and goes on', () => {
    const { channel, arrive } = wire()
    const heard: number[] = []
    labClient(channel).subscribe((event) => heard.push(event.seq))
    arrive('garbage')
    arrive({ type: 'event', event: { seq: 5, at: 1, type: 'handheld-removed' } })
    arrive({ type: 'event', event: { seq: 6, at: 1, type: 'handheld-removed', name: 'bob' } })
    expect(heard).toEqual([6])
  })

  it('fails what is waiting, and what comes after, once the connection is lost', async () => {
    const { channel, lose } = wire()
    const client = labClient(channel)
    const waiting = client.call('traffic.clear', {})
    lose()
    await expect(waiting).rejects.toBeInstanceOf(LabFailure)
    await expect(client.call('traffic.clear', {})).rejects.toMatchObject({ code: 'connection-lost' })
  })
})
