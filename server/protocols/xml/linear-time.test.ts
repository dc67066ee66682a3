import { describe, expect, it } from 'vitest'
import { countBlocks, growth, linear } from '../sip/testing/growth.ts'

// Start counting before the code is loaded, since V8 counts only code that it compiles afterwards.
const blocks = countBlocks(new URL('./', import.meta.url).pathname)
const { readXml, XmlError } = await import('./index.ts')

describe('XML parsing takes linear time', () => {
  it.each(['<', '&', '<a ', '<!--', '</', '<a b="', '<![CDATA[', ' ', '<b/>', '&lt;', '<a b="c"/>'])(
    'for many %j',
    (piece) => {
      const read = (size: number) => {
        try {
          readXml(`<a>${piece.repeat(size)}</a>`)
        } catch (error) {
          if (!(error instanceof XmlError)) throw error
        }
      }
      expect(growth(blocks, read, 300)).toBeLessThan(linear)
    },
  )
})
