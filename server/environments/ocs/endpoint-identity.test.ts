import { describe, expect, it } from 'vitest'
import { endpointIdentity, endpointUuid } from './endpoint-identity.ts'

describe('the identity of an endpoint', () => {
  it('has the UUID that Communicator derives', () => {
    // A pair seen in a recorded registration at OCS 2007 R2.
    expect(endpointUuid('c8ca638a15')).toBe('34d859db-6585-5f91-a3b4-de853c15347d')
  })

  it('depends only on the PIN, whatever the case of its letters', () => {
    expect(endpointIdentity('2100000A')).toEqual(endpointIdentity('2100000a'))
    expect(endpointIdentity('2100000A').epid).toMatch(/^[0-9a-f]{10}$/)
    expect(endpointIdentity('2100000A').epid).not.toBe(endpointIdentity('2100000B').epid)
  })
})
