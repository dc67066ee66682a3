import { describe, expect, it } from 'vitest'
import { readDeviceContent, writeContent } from './content.ts'

describe('a message from a device', () => {
  const message = { type: 'message', session: 's', id: 1, to: 'sip:bob@corp.example' } as const

  it.each(['plain', '😀 שלום', '\r\n.\r\n', '\0\x1b[31m'])('arrives as it was written: %j', (text) => {
    expect(readDeviceContent(writeContent({ ...message, text }))).toEqual({ ...message, text })
  })

  it('with half a character in it, which no UTF-8 can carry on, has a sign in its place', () => {
    expect(readDeviceContent(writeContent({ ...message, text: 'cut off: \ud83d' }))).toEqual({
      ...message,
      text: 'cut off: \ufffd',
    })
  })
})
