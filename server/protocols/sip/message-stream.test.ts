import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SipStream, type SipStreamItem, UnreadableMessage } from './index.ts'

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
  it('splits messages by Content-Length, and recognises pings and pongs', () => {
    const stream = new SipStream()
    const text = `${message('one')}\r\n\r\n${message('')}\r\n${message('grüße')}`
    expect(outline(stream.push(Buffer.from(text)))).toEqual(['one', 'ping', '', 'pong', 'grüße'])
    expect(stream.isWithinMessage).toBe(false)
  })

  it('returns the same messages for any chunks of bytes', () => {
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

  it('does not copy a message that has a chunk of its own, and does not let any other one keep its chunk alive', () => {
    const memoryOf = (items: readonly SipStreamItem[]) =>
      items.map((item) => (item.kind === 'message' ? item.bytes.buffer : null))
    const alone = Buffer.from(new Uint8Array(Buffer.from(message('x'.repeat(5000)))).buffer)
    const [own] = memoryOf(new SipStream().push(alone))
    expect(own).toBe(alone.buffer)
    const together = Buffer.concat([alone, alone])
    const [one, other] = memoryOf(new SipStream().push(together))
    expect(one).not.toBe(together.buffer)
    expect(other).not.toBe(together.buffer)
  })

  it('recognises a ping that arrives in two chunks', () => {
    const stream = new SipStream()
    expect(outline(stream.push(Buffer.from('\r\n')))).toEqual(['pong'])
    expect(outline(stream.push(Buffer.from('\r')))).toEqual([])
    expect(outline(stream.push(Buffer.from('\n')))).toEqual(['ping'])
  })

  it('continues after an invalid message', () => {
    const stream = new SipStream()
    const text = `NOT A REQUEST\r\nContent-Length: 2\r\n\r\nab${message('next')}`
    expect(outline(stream.push(Buffer.from(text)))).toEqual(['malformed bad-start-line', 'next'])
  })

  it.each([
    ['no Content-Length', 'OPTIONS sip:a SIP/2.0\r\nTo: b\r\n\r\n', 'missing-content-length'],
    ['a Content-Length that is none', 'OPTIONS sip:a SIP/2.0\r\nl: much\r\n\r\n', 'bad-content-length'],
    ['a body far beyond the limit', 'OPTIONS sip:a SIP/2.0\r\nl: 99999999\r\n\r\n', 'body-too-large'],
    [
      'a length beyond all numbers',
      `OPTIONS sip:a SIP/2.0\r\nl: ${'9'.repeat(30)}\r\n\r\n`,
      'bad-content-length',
    ],
    ['a negative length', 'OPTIONS sip:a SIP/2.0\r\nl: -1\r\n\r\n', 'bad-content-length'],
    ['an empty length', 'OPTIONS sip:a SIP/2.0\r\nl:\r\n\r\n', 'bad-content-length'],
    ['a length with a unit', 'OPTIONS sip:a SIP/2.0\r\nl: 0x0\r\n\r\n', 'bad-content-length'],
    ['two lengths', 'OPTIONS sip:a SIP/2.0\r\nl: 0\r\nContent-Length: 1\r\n\r\n', 'bad-content-length'],
    ['two lengths in one', 'OPTIONS sip:a SIP/2.0\r\nl: 0, 0\r\n\r\n', 'bad-content-length'],
    [
      'a length without a colon',
      'OPTIONS sip:a SIP/2.0\r\nContent-Length 4\r\nl: 0\r\n\r\n',
      'bad-content-length',
    ],
    ['a length after LF alone', 'OPTIONS sip:a SIP/2.0\r\nx: y\nl: 4\r\nl: 0\r\n\r\n', 'bad-content-length'],
    ['lines that end with LF', 'OPTIONS sip:a SIP/2.0\nl: 0\n\n', 'bad-header'],
    ['octets outside UTF-8 in the length', 'OPTIONS sip:a SIP/2.0\r\nl: 0\xff\r\n\r\n', 'bad-content-length'],
    ['headers beyond the limit', `OPTIONS sip:a SIP/2.0\r\nTo: ${'x'.repeat(40_000)}`, 'headers-too-large'],
    ['a TLS handshake', '\x16\x03\x01\x02\x00', 'not-sip'],
    ['a CR on its own', '\rOPTIONS', 'not-sip'],
    ['garbage', '\x00\x01\x02', 'not-sip'],
  ])('gives up at %s', (_what, text, code) => {
    const stream = new SipStream()
    expect(outline(stream.push(Buffer.from(text, 'latin1')))).toEqual([`broken ${code}`])
    expect(stream.push(Buffer.from(message('more')))).toEqual([])
  })

  const head = 'OPTIONS sip:a SIP/2.0\r\n'
  it.each([
    [
      'an octet outside UTF-8 in the start line',
      'OPTIONS sip:\xff SIP/2.0\r\nl: 2\r\n\r\n',
      'bad-start-line',
    ],
    ['NUL in the start line', 'OPTIONS sip:a\0 SIP/2.0\r\nl: 2\r\n\r\n', 'bad-start-line'],
    ['CR alone in the start line', 'OPTIONS sip:a\r SIP/2.0\r\nl: 2\r\n\r\n', 'bad-start-line'],
    ['NUL', `${head}Subject: a\0b\r\nl: 2\r\n\r\n`, 'bad-header'],
    ['CR alone', `${head}Subject: a\rb\r\nl: 2\r\n\r\n`, 'bad-header'],
    ['LF alone', `${head}Subject: a\nb\r\nl: 2\r\n\r\n`, 'bad-header'],
    ['a line without a colon', `${head}Subject\r\nl: 2\r\n\r\n`, 'bad-header'],
    ['a line without a name', `${head}: x\r\nl: 2\r\n\r\n`, 'bad-header'],
    ['a name that is no token', `${head}Sub ject: x\r\nl: 2\r\n\r\n`, 'bad-header'],
    ['a name outside UTF-8', `${head}Sub\xffject: x\r\nl: 2\r\n\r\n`, 'bad-header'],
    ['a fold of nothing', `${head} x: y\r\nl: 2\r\n\r\n`, 'bad-header'],
    ['too many headers', `${head}${'x: y\r\n'.repeat(300)}l: 2\r\n\r\n`, 'headers-too-large'],
    ['the same length twice', `${head}l: 2\r\nContent-Length: 2\r\n\r\n`, 'repeated-header'],
    ['a body beyond the limit', `${head}l: 300000\r\n\r\n${'x'.repeat(299_998)}`, 'body-too-large'],
  ])('continues after %s, since the end of the message is known', (_what, text, code) => {
    const bytes = Buffer.from(`${text}ab${message('next')}`, 'latin1')
    const whole = outline(new SipStream().push(bytes))
    expect(whole).toEqual([`malformed ${code}`, 'next'])
    const stream = new SipStream()
    expect([...bytes].flatMap((byte) => outline(stream.push(Buffer.from([byte]))))).toEqual(whole)
    expect(stream.isWithinMessage).toBe(false)
  })

  it('reports an oversized body at once, and skips it as it arrives', () => {
    const stream = new SipStream()
    expect(outline(stream.push(Buffer.from(`${head}l: 300000\r\n\r\n`)))).toEqual([
      'malformed body-too-large',
    ])
    expect(stream.isWithinMessage).toBe(true)
    expect(outline(stream.push(Buffer.alloc(299_999)))).toEqual([])
    expect(stream.isWithinMessage).toBe(true)
    expect(outline(stream.push(Buffer.from(`x${message('next')}`)))).toEqual(['next'])
  })

  it('returns the readable part of oversized headers, for the answer', () => {
    const items = new SipStream().push(Buffer.from(`${head}To: b\r\nx: ${'y'.repeat(40_000)}`))
    expect(items).toMatchObject([{ kind: 'broken', error: { status: 513, isRequest: true } }])
    const [item] = items
    const error = item?.kind === 'broken' ? item.error : null
    expect(error instanceof UnreadableMessage && error.headers.get('To')).toBe('b')
  })

  it('never throws, for any input', () => {
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
