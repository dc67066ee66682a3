import { describe, expect, it } from 'vitest'
import { said, someLadder } from './testing/some-ladder.ts'
import { frame, someFrames, someLogin, startedAt } from './testing/some-login.ts'

describe('a login that happens within one millisecond', () => {
  it('has each decision behind the frames of its step', () => {
    expect(someLadder().items.map(said)).toMatchInlineSnapshot(`
      [
        "[1] bob typed user ID and password into the collaboration client",
        "[2] The request was compressed, encrypted and sent to the Dispatcher: one packet, 163 bytes",
        "login-request bob",
        "login-request bob",
        "[3] The Dispatcher decrypted and decompressed the request and handed it to the Collaboration Service",
        "[4a] Alice and Dan logged out: outside coverage",
        "[4b 4c] There is room",
        "bindRequest",
        "bindResponse success",
        "[4d] Permission, then the password",
        "TLS handshake",
        "[4e] Opened: TCP to ocs at 127.0.0.1:5061",
        "REGISTER sip:corp.example",
        "[5] REGISTER for sip:bob@corp.example",
        "200 OK (REGISTER)",
        "[6] The Communications Server accepted sip:bob@corp.example",
        "login-accepted",
        "login-accepted",
        "[7] The acceptance went to the device, compressed and encrypted",
        "SUBSCRIBE sip:bob@corp.example",
        "[] Accepted",
      ]
    `)
  })
})

describe('notes among frames', () => {
  it('stand where their time is', () => {
    const late = [
      ...someFrames(),
      frame({ hop: 'service-communications', direction: 'up', at: startedAt + 900 }),
    ]
    const order = someLadder(late).items.map(said)
    expect(order.at(-2)).toBe('[] Accepted')
  })

  it('keep their order where no frame tells one', () => {
    const order = someLadder([]).items.map(said)
    expect(order).toHaveLength(11)
    expect(order[3]).toBe('[4a] Alice and Dan logged out: outside coverage')
  })

  it('of a login that is under way end where it is', () => {
    const recorded = someLogin({ endedAt: null, result: null })
    expect(someLadder(someFrames(), recorded).items.map(said)).not.toContain('[] Accepted')
  })
})
