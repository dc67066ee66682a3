import { describe, expect, it } from 'vitest'
import { readDeviceContent, writeContent } from './content.ts'

describe('a message from a device', () => {
  const message = { type: 'message', session: 's', id: 1, to: 'sip:bob@corp.example' } as const

  it.each(['plain', '😀 שלום', '\r\n.\r\n', '\0\x1b[31m'])('arrives as it was written: %j', (text) => {
    expect(readDeviceContent(writeContent({ ...message, text }))).toEqual({ ...message, text })
  })

  it('has U+FFFD in place of a lone surrogate', () => {
    expect(readDeviceContent(writeContent({ ...message, text: 'cut off: \ud83d' }))).toEqual({
      ...message,
      text: 'cut off: \ufffd',
    })
  })
})
