import { describe, expect, it } from 'vitest'
import { blockedContainer, Containers } from './containers.ts'

describe('a member of a container', () => {
  it.each([
    ['user', 'alice@corp.example'],
    ['user', 'sip:ALICE@Corp.Example'],
    ['user', 'sips:al%69ce@corp.example.;transport=tls'],
    ['domain', 'CORP.example.'],
    ['domain', 'sip:corp.example'],
  ])('is found in any spelling: %s %s', (type, value) => {
    const containers = new Containers()
    containers.change(blockedContainer, [{ type, value }], [])
    expect(containers.containerFor('sip:alice@corp.example')).toBe(blockedContainer)
    const other = type === 'user' ? 'sip:bob@corp.example' : 'sip:alice@else.example'
    expect(containers.containerFor(other)).not.toBe(blockedContainer)
    const plain = type === 'user' ? 'alice@corp.example' : 'corp.example'
    containers.change(blockedContainer, [], [{ type, value: plain }])
    expect(containers.containerFor('sip:alice@corp.example')).not.toBe(blockedContainer)
  })
})
