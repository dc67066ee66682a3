import { expect, it } from 'vitest'
import { createRealClock } from '../../lab/clock/index.ts'
import { ntHash } from '../../ntlm/index.ts'
import { respond } from '../answer.ts'
import { startCommunicationsServer } from '../index.ts'
import { NtlmSipClient } from './testing/ntlm-sip-client.ts'

it.each([3, 4])('two converse, version %i', async (version) => {
  const problems: string[] = []
  const server = await startCommunicationsServer({
    clock: createRealClock(),
    listen: { host: '127.0.0.1', port: 0, transport: 'tcp' },
    dns: 'corp.example',
    certificates: { certificate: '', key: '', ca: '' },
    trustedServers: [],
    users: { find: () => true },
    environment: 'ocs2007r2',
    authentication: ['ntlm'],
    accounts: {
      find: (id) => ({
        id,
        state: 'enabled',
        ntHash: ntHash('Passw0rd!'),
        sipAddress: `sip:${id}@corp.example`,
      }),
    },
    onProblem: (text) => problems.push(text),
  })
  const alice = await NtlmSipClient.connect({ server, version })
  const bob = await NtlmSipClient.connect({ server, version, user: 'bob' })
  expect(alice.complaint(await alice.signIn())).toBeNull()
  const own = { From: '<sip:bob@corp.example>;tag=1;epid=c8ca638a16', To: '<sip:bob@corp.example>' }
  const r = await bob.signIn('REGISTER', {
    ...own,
    Contact: `<sip:127.0.0.1:${bob.socket.localPort};transport=tcp>;proxy=replace;+sip.instance="<urn:uuid:34d859db-6585-5f91-a3b4-de853c153470>"`,
  })
  expect(r.status).toBe(200)
  expect(bob.complaint(r)).toBeNull()
  for (const method of ['INVITE', 'MESSAGE']) {
    alice.send(
      alice.sign(
        alice.compose(
          method,
          { To: '<sip:bob@corp.example>', Contact: '<sip:alice@corp.example>' },
          'sip:bob@corp.example',
        ),
      ),
    )
    const got = await Promise.race([
      bob.next(),
      alice.next().then((m) => {
        if (m.kind === 'response' && m.status > 100) throw new Error(`${m.status}`)
        return bob.next()
      }),
    ])
    expect(got.kind === 'request' && got.method).toBe(method)
    expect(bob.complaint(got)).toBeNull()
    if (got.kind !== 'request') return
    bob.send(
      bob.sign(
        respond(
          got,
          got.headers.list('Via'),
          {
            status: 200,
            reason: 'OK',
            headers: got.headers.all('Record-Route').map((v) => ['Record-Route', v] as const),
          },
          [['Contact', '<sip:bob@corp.example>']],
        ),
      ),
    )
    const answer = await alice.response()
    expect(answer.status).toBe(200)
    expect(alice.complaint(answer)).toBeNull()
  }
  expect(problems).toEqual([])
  alice.socket.destroy()
  bob.socket.destroy()
  await server.stop()
})
