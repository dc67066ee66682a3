import { describe, expect, it } from 'vitest'
import { countBlocks, growth, linear } from './testing/growth.ts'
import { countSteps } from './testing/regexp-steps.ts'

const blocks = countBlocks('/sip/testing/quadratic')
const { quadratic, straight } = await import('./testing/quadratic.ts')

describe('the measured growth of work', () => {
  it.each(Object.entries(quadratic))('detects %s', (_what, run) => {
    expect(growth(blocks, run, 200)).toBeGreaterThan(3 * linear)
  })

  it.each(Object.entries(straight))('accepts %s', (_what, run) => {
    expect(growth(blocks, run, 200)).toBeLessThan(linear)
  })

  it.each([
    [/a(?:b|bc)+?d/i, 'xxabcbBCd'],
    [/^[0-9]{2,3}$/, '1234'],
    [/\r(?!\n)|(?<!\r)\n/, 'a\r\nb\nc'],
    [/b[^a]+?\p{L}/u, '\u{1F600}b\u{1F600}\u{1F600}x'],
    [/(\w+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)/, ' name = "a\\"b";'],
  ])('matches %s as JavaScript does', (expression, text) => {
    const found = expression.exec(text)
    const { match } = countSteps(expression, text, 0)
    expect(match).toEqual(found && [found.index, found.index + found[0].length])
  })
})
