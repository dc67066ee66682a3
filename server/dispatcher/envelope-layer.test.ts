import { expect, test } from 'vitest'
import { contentLayer } from './content-layer.ts'
import { writeEnvelope } from './envelope.ts'
import { envelopeLayer, payloadRange } from './envelope-layer.ts'

const envelope = {
  contentType: 1,
  pin: '2100000A',
  messageId: 7,
  packetIndex: 0,
  packetCount: 2,
  suiteId: 1,
  keyGeneration: 3,
  encryptedKey: Buffer.alloc(32, 1),
  iv: Buffer.alloc(16, 2),
  payload: Buffer.alloc(40, 3),
}

test('every byte of an envelope belongs to one field, in order', () => {
  const bytes = writeEnvelope(envelope)
  let end = 0
  const { fields } = envelopeLayer(envelope, bytes)
  for (const { name, range } of fields) {
    expect(range?.start, name).toBe(end)
    end = range?.end ?? 0
  }
  expect(end).toBe(bytes.length)
  expect(fields.at(-1)?.range).toEqual(payloadRange(envelope))
  const pin = fields.find(({ name }) => name === 'Device PIN')?.range
  expect(Buffer.from(bytes).subarray(pin?.start, pin?.end).toString('hex')).toBe('2100000a')
})

test('the password of a login request is masked in text, field and bytes, unless it is to be shown', () => {
  const request = { type: 'login-request', id: 1, user: 'alice', password: 'Pässw0rd!' } as const
  const shown = (reveal: boolean) => {
    const { bytes, fields, text } = contentLayer(request, reveal)
    const value = fields.find(({ name }) => name === 'password')?.value
    return [value, `${text} ${Buffer.from(bytes ?? []).toString('utf8')}`]
  }
  const [masked, everything] = shown(false)
  expect(masked).toBe('••••••••')
  expect(everything).not.toContain('ssw0rd')
  expect(everything).toContain('"password":"**********"')
  expect(shown(true)[0]).toBe('Pässw0rd!')
})
