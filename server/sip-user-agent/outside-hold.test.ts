import { expect, it } from 'vitest'
import { createVirtualClock } from '../clock/index.ts'
import { noBody, SipHeaders, type SipRequest, type SipResponse } from '../protocols/sip/index.ts'
import { OutsideHold } from './outside-hold.ts'

function request(method: string, branch: string): SipRequest {
  const headers = SipHeaders.from([
    ['Via', `SIP/2.0/TCP 127.0.0.1:5060;branch=${branch}`],
    ['CSeq', `1 ${method}`],
  ])
  return { kind: 'request', method, uri: 'sip:alice@corp.example', headers, body: noBody }
}

function answer({ headers }: SipRequest): SipResponse {
  return { kind: 'response', status: 200, reason: 'OK', headers, body: noBody }
}

it('the hold lasts while the outside server owes answers, even if it repeats requests', () => {
  let holds = 0
  const clock = {
    ...createVirtualClock(),
    hold() {
      holds += 1
      return () => {
        holds -= 1
      }
    },
  }
  const hold = new OutsideHold(clock)
  const register = request('REGISTER', 'z9hG4bK1')
  hold.sent(register)
  expect(holds).toBe(1)
  hold.received(answer(register))
  expect(holds).toBe(0)

  const invite = request('INVITE', 'z9hG4bK2')
  hold.received(invite)
  hold.sent(answer(invite))
  // It comes again, and is answered by nobody: nothing is owed.
  hold.received(invite)
  hold.sent(request('REGISTER', 'z9hG4bK3'))
  expect(holds).toBe(1)
  hold.end()
  expect(holds).toBe(0)
})
