import { describe, expect, it } from 'vitest'
import { countBlocks, growth, linear } from './testing/growth.ts'

// Start counting before the code is loaded, since V8 counts only code that it compiles afterwards.
const blocks = countBlocks(new URL('./', import.meta.url).pathname)
const {
  checkMessage,
  parseAuthentication,
  parseMessage,
  parseNameAddress,
  parseUri,
  parseVia,
  SipHeaders,
  SipParseError,
  SipStream,
  writeMessage,
} = await import('./index.ts')

const wide = { maxHeaderBytes: 1e8, maxHeaders: 1e7, maxBodyBytes: 1e8 }

function ignoringBadInput(run: () => unknown): void {
  try {
    run()
  } catch (error) {
    if (!(error instanceof SipParseError)) throw error
  }
}

describe('parsing takes linear time', () => {
  it.each([
    ['folds', (count: number) => `To: a${'\r\n b'.repeat(count)}`],
    ['empty folds', (count: number) => `To: a${'\r\n '.repeat(count)}`],
    ['spaces', (count: number) => `To: a${' '.repeat(4 * count)}b`],
    ['headers of one name', (count: number) => `v: SIP/2.0/TCP a;branch=z9hG4bK1\r\n`.repeat(count)],
    [
      'headers of many names',
      (count: number) => Array.from({ length: count }, (_, n) => `X${n}: a`).join('\r\n'),
    ],
    ['lines without a colon', (count: number) => 'a\r\n'.repeat(count)],
    ['commas', (count: number) => `Contact: ${'<sip:a>,'.repeat(count)}<sip:b>`],
    ['open brackets', (count: number) => `Contact: ${'<,'.repeat(2 * count)}`],
    ['escapes', (count: number) => `To: "${'\\"'.repeat(2 * count)}"`],
    ['open quotes', (count: number) => `Contact: ${'"a,'.repeat(2 * count)}`],
    ['digits', (count: number) => `CSeq: ${'1'.repeat(4 * count)} OPTIONS`],
  ])('for a message of many %s', (_what, make) => {
    const made = new Map<number, Buffer>()
    const read = (size: number) => {
      const bytes = made.get(size) ?? Buffer.from(`OPTIONS sip:a SIP/2.0\r\nx: y\r\n${make(size)}\r\n\r\n`)
      made.set(size, bytes)
      ignoringBadInput(() => {
        const message = parseMessage(bytes, wide)
        ignoringBadInput(() => checkMessage(message))
        for (const name of ['To', 'Contact', 'Via', 'CSeq'])
          ignoringBadInput(() => message.headers.list(name))
        writeMessage(message)
      })
    }
    expect(growth(blocks, read, 500)).toBeLessThan(linear)
  })

  const pieces = [
    'a',
    ' ',
    '\t',
    '.',
    '-',
    'a.',
    'a-',
    ':',
    ';',
    ';a',
    ';a=b',
    ';a="b"',
    '"',
    '\\',
    '<',
    '>',
    '@',
    '%41',
    '%',
    '/',
    '1',
    '?a=b&',
    'ü',
  ]
  const around: [string, string][] = [
    ['', ''],
    ['sip:', '@b'],
    ['sip:a@', ''],
    ['sip:a@b', ''],
    ['sip:a@b?', ''],
    ['"', '" <sip:a@b>'],
    ['a', ' <sip:a@b>'],
    ['<sip:a@b>', ''],
    ['SIP/2.0/TCP ', ';branch=1'],
    ['SIP/2.0/TCP a', ''],
  ]
  it.each(around)('for a long value between %j and %j', (before, after) => {
    for (const piece of pieces) {
      const read = (size: number) => {
        const value = before + piece.repeat(size) + after
        for (const parse of [parseUri, parseNameAddress, parseVia]) ignoringBadInput(() => parse(value))
        ignoringBadInput(() => SipHeaders.from([['Contact', value]]).list('Contact'))
      }
      expect(growth(blocks, read, 200), piece).toBeLessThan(linear)
    }
  })

  it.each(['a=', '"', '\\"', 'a="\\', ', ', 'a = ', '=', 'a', 'a="b",'])(
    'for credentials of many %j',
    (piece) => {
      const read = (size: number) => parseAuthentication(`NTLM ${piece.repeat(size)}`)
      expect(growth(blocks, read, 500)).toBeLessThan(linear)
    },
  )

  it('for many parameters of different names', () => {
    const read = (size: number) => {
      const parameters = Array.from({ length: size }, (_, number) => `;p${number}=v`).join('')
      parseNameAddress(`<sip:a@b${parameters}>${parameters}`)
      parseUri(`sip:a@b${parameters}?${parameters.slice(1).replaceAll(';', '&')}`)
    }
    expect(growth(blocks, read, 200)).toBeLessThan(linear)
  })

  it.each([
    ['byte by byte', 1],
    ['in pieces', 100],
  ])('for a stream that arrives %s, in headers or body', (_how, step) => {
    const read = (size: number) => {
      for (const text of [
        `MESSAGE sip:a SIP/2.0\r\nSubject: ${'\r\n x'.repeat(size / 8)}\r\nl: ${size}\r\n\r\n${'x'.repeat(size)}`,
        '\r\n'.repeat(size / 2),
        'MESSAGE sip:a SIP/2.0\r\nl:0\r\n\r\n'.repeat(size / 32),
      ]) {
        const stream = new SipStream(wide)
        const bytes = Buffer.from(text)
        for (let start = 0; start < bytes.length; start += step)
          stream.push(bytes.subarray(start, start + step))
        expect(stream.isWithinMessage).toBe(false)
      }
    }
    expect(growth(blocks, read, 1_600)).toBeLessThan(linear)
  })
})
