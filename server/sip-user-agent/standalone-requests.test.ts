import { expect, it } from 'vitest'
import { createVirtualClock } from '../clock/index.ts'
import { parseMessage } from '../protocols/sip/index.ts'
import { DigestProof } from './authentication/digest-proof.ts'
import { UserPassword } from './authentication/user-password.ts'
import { StandaloneRequests } from './standalone-requests.ts'

function read(text: string) {
  return parseMessage(Buffer.from(text))
}

it('a request within a dialog counts its CSeq up when it is sent again with credentials (RFC 3261 section 22.2)', async () => {
  const sent: string[] = []
  const requests = new StandaloneRequests({
    ...{
      clock: createVirtualClock(),
      protocol: 'TLS',
      localAddress: '127.0.0.1:5061',
      stamp: '',
      userAgent: 'x',
    },
    proof: new DigestProof('alice', new UserPassword('Passw0rd!')),
    send: (text) => void sent.push(text),
  })
  const branchOf = (text = '') => /branch=(\S+)/.exec(text)?.[1] ?? ''
  const answer = (text: string | undefined, status: string, more = '') => {
    const lines = (text ?? '').split('\r\n').filter((line) => /^(Via|To|From|Call-ID|CSeq):/.test(line))
    const response = read(`SIP/2.0 ${status}\r\n${lines.join('\r\n')}\r\n${more}\r\n`)
    if (response.kind !== 'response') throw new Error('no response')
    return requests.receive(branchOf(text), response)
  }
  let sequence = 7
  const text = 'Grüße'
  const done = requests.requestInDialog(
    {
      method: 'MESSAGE',
      headers: {
        target: 'sip:bob@127.0.0.1',
        routes: 'Route: <sip:proxy;lr>\r\n',
        to: 'To: <sip:bob@corp.example>;tag=2\r\n',
        from: 'From: <sip:alice@corp.example>;tag=1\r\n',
        callId: 'Call-ID: one\r\n',
      },
      content: { type: 'text/plain; charset=UTF-8', text },
      nextSequence: () => ++sequence,
    },
    1_000,
  )
  const challenge =
    'WWW-Authenticate: Digest realm="corp.example", nonce="abc", qop="auth", algorithm=MD5\r\n'
  expect(answer(sent[0], '401 Unauthorized', challenge)).toBe(true)
  expect(answer(sent[1], '200 OK')).toBe(true)
  expect((await done).status).toBe(200)
  expect(sent.map((each) => /CSeq: (.*)\r/.exec(each)?.[1])).toEqual(['8 MESSAGE', '9 MESSAGE'])
  expect(new Set(sent.map(branchOf)).size).toBe(2)
  const message = read(sent[1] ?? '')
  expect(message).toMatchObject({ kind: 'request', method: 'MESSAGE' })
  expect(message.headers.get('Route')).toBe('<sip:proxy;lr>')
  expect(message.body.toString()).toBe(text)
})
