import { afterEach, expect, it } from 'vitest'
import { respond } from '../answer.ts'
import { type AuthenticatingServer, startAuthenticatingServer } from './testing/authenticating-server.ts'

let current: AuthenticatingServer
afterEach(() => current.stop())

it.each([3, 4])(
  'two signed-in users hold a conversation in which every message is signed (version %i)',
  async (version) => {
    current = await startAuthenticatingServer()
    const alice = await current.open({ version })
    const bob = await current.open({ version, user: 'bob' })
    expect(alice.complaint(await alice.signIn())).toBeNull()
    const own = { From: '<sip:bob@corp.example>;tag=1;epid=c8ca638a16', To: '<sip:bob@corp.example>' }
    const accepted = await bob.signIn('REGISTER', {
      ...own,
      Contact: `<sip:127.0.0.1:${bob.socket.localPort};transport=tcp>;proxy=replace;+sip.instance="<urn:uuid:34d859db-6585-5f91-a3b4-de853c153470>"`,
    })
    expect(accepted.status).toBe(200)
    expect(bob.complaint(accepted)).toBeNull()
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
        alice.next().then((early) => {
          if (early.kind === 'response' && early.status > 100) throw new Error(`${early.status}`)
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
    expect(current.problems).toEqual([])
  },
)
