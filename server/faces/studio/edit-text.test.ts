import { describe, expect, it } from 'vitest'
import { editText } from './edit-text.ts'

const text = `# Whose is it?
name: "A place is needed"   # quoted

lab: { service: { maximumSessions: 2 } }
steps:
  - login: alice   # the first
  # Into the tunnel.
  - coverage: { alice: none }

  - together:
      - login: bob
      # Late.
      - login: carol
  - wait: 1m
# The end.
`
const assertion = { at: 0, about: 'sessions', count: 2 } as const

describe('a change of steps in a text', () => {
  it('adds an expectation where it is wanted and leaves every other line as it is', () => {
    const line = '  - expect: { sessions: 2 }\n'
    expect(editText(text, { does: 'expect', assertion, after: 1 })).toEqual({
      text: text.replace('  # Into', `${line}  # Into`),
      line: 7,
    })
    expect(editText(text, { does: 'expect', assertion, after: null })).toEqual({
      text: text.replace('# The end', `${line}# The end`),
      line: 15,
    })
  })

  it('moves a step with the comments above it', () => {
    expect(editText(text, { does: 'move', line: 8, to: 'up' })).toEqual({
      text: text
        .replace('  # Into the tunnel.\n  - coverage: { alice: none }\n', '')
        .replace('  - login: alice', '  # Into the tunnel.\n  - coverage: { alice: none }\n  - login: alice'),
      line: 7,
    })
    expect(editText(text, { does: 'move', line: 6, to: 'up' })).toBeNull()
    expect(editText(text, { does: 'move', line: 14, to: 'down' })).toBeNull()
  })

  it('changes the innermost step of a line', () => {
    const removed = editText(text, { does: 'remove', line: 13 })
    expect(removed?.text).toBe(text.replace('      # Late.\n      - login: carol\n', ''))
    expect(editText(text, { does: 'remove', line: 2 })).toBeNull()
  })

  it('lets the model write what is within braces, and begins a list where there is none', () => {
    const inBraces = editText('steps: [login: alice, wait: 1m] # all\n', {
      does: 'move',
      line: 1,
      to: 'down',
    })
    expect(inBraces?.text).toBe('steps: [ { wait: 1m }, { login: alice } ] # all\n')
    const begun = editText('name: New # yes\nsteps:\n', { does: 'expect', assertion, after: null })
    expect(begun?.text).toMatch(/^name: New # yes\nsteps:\n {2}- expect:\n {6}sessions: 2\n$/)
    expect(editText('steps: [', { does: 'remove', line: 1 })).toBeNull()
    expect(editText('- a\n', { does: 'expect', assertion, after: null })).toBeNull()
  })
})
