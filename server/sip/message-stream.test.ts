import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SipStream, type SipStreamItem } from './index.ts'

const message = (body: string) =>
  `MESSAGE sip:alice@corp.example SIP/2.0\r\nCall-ID: 1\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

function outline(items: readonly SipStreamItem[]): string[] {
  return items.map((item) => {
    if (item.kind === 'message') return Buffer.from(item.message.body).toString()
    if (item.kind === 'malformed' || item.kind === 'broken') return `${item.kind} ${item.error.code}`
    return item.kind
  })
}

describe('SipStream', () => {
  it('cuts messages by Content-Length, and tells pings from pongs', () => {
    const stream = new SipStream()
    const text = `${message('one')}\r\n\r\n${message('')}\r\n${message('grüße')}`
    expect(outline(stream.push(Buffer.from(text)))).toEqual(['one', 'ping', '', 'pong', 'grüße'])
    expect(stream.isWithinMessage).toBe(false)
  })

  it('gives the same messages in whatever pieces the bytes come', () => {
    const whole = Buffer.from(`${message('one')}${message('')}${message('x'.repeat(5000))}${message('last')}`)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 })), (sizes) => {
        const stream = new SipStream()
        const items: SipStreamItem[] = []
        let start = 0
        for (const size of sizes) {
          items.push(...stream.push(whole.subarray(start, start + size)))
          start += size
        }
        items.push(...stream.push(whole.subarray(start)))
        expect(outline(items)).toEqual(['one', '', 'x'.repeat(5000), 'last'])
      }),
    )
  })

  it('takes a ping that comes in two pieces', () => {
    const stream = new SipStream()
    expect(outline(stream.push(Buffer.from('\r\n')))).toEqual(['pong'])
    expect(outline(stream.push(Buffer.from('\r')))).toEqual([])
    expect(outline(stream.push(Buffer.from('\n')))).toEqual(['ping'])
  })

  it('goes on after a message that cannot be understood', () => {
    const stream = new SipStream()
    const text = `NOT A REQUEST\r\nContent-Length: 2\r\n\r\nab${message('next')}`
    expect(outline(stream.push(Buffer.from(text)))).toEqual(['malformed bad-start-line', 'next'])
  })

  it.each([
    ['no Content-Length', 'OPTIONS sip:a SIP/2.0\r\nTo: b\r\n\r\n', 'missing-content-length'],
    ['a Content-Length that is none', 'OPTIONS sip:a SIP/2.0\r\nl: much\r\n\r\n', 'bad-content-length'],
    ['a body beyond the limit', 'OPTIONS sip:a SIP/2.0\r\nl: 1000000\r\n\r\n', 'body-too-large'],
    ['headers beyond the limit', `OPTIONS sip:a SIP/2.0\r\nTo: ${'x'.repeat(40_000)}`, 'headers-too-large'],
    ['a TLS handshake', '\x16\x03\x01\x02\x00', 'not-sip'],
    ['a CR on its own', '\rOPTIONS', 'not-sip'],
    ['garbage', '\x00\x01\x02', 'not-sip'],
  ])('gives up at %s', (_what, text, code) => {
    const stream = new SipStream()
    expect(outline(stream.push(Buffer.from(text, 'latin1')))).toEqual([`broken ${code}`])
    expect(stream.push(Buffer.from(message('more')))).toEqual([])
  })

  it('throws nothing, whatever comes', () => {
    const pieces = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .constantFrom('\r\n', '\r\n\r\n', 'l: 5', 'OPTIONS sip:a SIP/2.0', ': ', ' ')
        .map((text) => Buffer.from(text)),
    )
    fc.assert(
      fc.property(fc.array(pieces), (chunks) => {
        const stream = new SipStream()
        for (const chunk of chunks) stream.push(chunk)
      }),
    )
  })
})
