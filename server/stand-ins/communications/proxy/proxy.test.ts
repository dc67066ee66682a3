import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../../clock/index.ts'
import type { SipRequest, SipResponse } from '../../../protocols/sip/index.ts'
import type { CommunicationsServer } from '../index.ts'
import { openSipPhone, type RequestDetails, type SipPhone } from '../testing/sip-phone.ts'
import { startTestServer } from '../testing/start-server.ts'

let clock: VirtualClock
let server: CommunicationsServer
let phones: SipPhone[]
let problems: string[]
let alice: SipPhone
let alice2: SipPhone
let bob: SipPhone
let bob2: SipPhone

async function open(user: string): Promise<SipPhone> {
  const phone = await openSipPhone(server, user, clock)
  phones.push(phone)
  await phone.register()
  return phone
}

/** Within the dialog that an INVITE and its 200 made, from the caller's side. */
function within(invite: SipRequest, ok: SipResponse): RequestDetails {
  const route = ok.headers.get('Record-Route')
  return {
    target: /<([^>]+)>/.exec(ok.headers.get('Contact') ?? '')?.[1] ?? '',
    to: ok.headers.get('To') ?? '',
    callId: invite.headers.get('Call-ID') ?? '',
    headers: route ? [['Route', route]] : [],
  }
}

const sdp =
  'v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=session\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=message 5060 sip null\r\n'
const toBob = { target: 'sip:bob@corp.example', to: '<sip:bob@corp.example>' }

describe('the proxy', () => {
  beforeEach(async () => {
    clock = createVirtualClock()
    phones = []
    problems = []
    server = await startTestServer(clock, problems)
    alice = await open('alice')
    alice2 = await open('alice')
    bob = await open('bob')
    bob2 = await open('bob')
  })

  afterEach(async () => {
    for (const phone of phones) phone.close()
    await server.stop()
  })

  it('accepts answers over another connection, which phones open to the address in Via', async () => {
    bob2.close()
    await bob2.closed
    const asked = alice.ask('MESSAGE', { ...toBob, contentType: 'text/plain', body: 'hello' })
    const request = await bob.receives('MESSAGE')
    alice2.answer(request, 200, 'OK')
    expect((await asked.final()).status).toBe(200)
  })

  async function talk(): Promise<{ invite: SipRequest; ok: SipResponse; received: SipRequest }> {
    const asked = alice.ask('INVITE', {
      ...toBob,
      contentType: 'application/sdp',
      body: sdp,
      headers: [
        ['Contact', `<${alice.gruu}>`],
        ['ms-text-format', 'text/plain; charset=UTF-8; msgr=WAAtAE0; ms-body=aGVsbG8='],
      ],
    })
    expect((await asked.response()).status).toBe(100)
    const [received, other] = await Promise.all([bob.receives('INVITE'), bob2.receives('INVITE')])
    expect(other.headers.get('Call-ID')).toBe(received.headers.get('Call-ID'))
    bob2.answer(other, 180, 'Ringing')
    expect((await asked.response()).status).toBe(180)
    bob.answer(received, 200, 'OK')
    const ok = await asked.final()
    expect(ok.status).toBe(200)
    const cancel = await bob2.receives('CANCEL')
    expect(cancel.headers.get('Via')).toBe(other.headers.list('Via')[0])
    bob2.answer(cancel, 200, 'OK')
    bob2.answer(other, 487, 'Request Terminated')
    await bob2.receives('ACK')
    alice.ask('ACK', { ...within(asked.request, ok), sequence: 1 })
    await bob.receives('ACK')
    return { invite: asked.request, ok, received }
  }

  it('carries a conversation: INVITE with a first message, ACK, MESSAGE both ways, typing, BYE', async () => {
    const { invite, ok, received } = await talk()
    expect(received.headers.get('ms-text-format')).toContain('ms-body=aGVsbG8=')
    expect(received.uri).toBe(bob.contact)
    expect(received.headers.get('Max-Forwards')).toBe('69')
    const dialog = within(invite, ok)

    const message = alice.ask('MESSAGE', { ...dialog, contentType: 'text/plain', body: 'how are you?' })
    const heard = await bob.receives('MESSAGE')
    expect(Buffer.from(heard.body).toString()).toBe('how are you?')
    expect(heard.headers.has('Route')).toBe(false)
    bob.answer(heard, 200, 'OK')
    expect((await message.final()).status).toBe(200)

    const typing = alice.ask('INFO', {
      ...dialog,
      contentType: 'application/xml',
      body: '<KeyboardActivity><status status="type"/></KeyboardActivity>',
    })
    bob.answer(await bob.receives('INFO'), 200, 'OK')
    expect((await typing.final()).status).toBe(200)

    // In the other direction, Bob's remote target is Alice's gruu, and his route comes from the INVITE.
    const back: RequestDetails = {
      target: alice.gruu,
      to: invite.headers.get('From') ?? '',
      callId: invite.headers.get('Call-ID') ?? '',
      headers: [['Route', received.headers.get('Record-Route') ?? '']],
    }
    const reply = bob.ask('MESSAGE', { ...back, contentType: 'text/plain', body: 'fine' })
    alice.answer(await alice.receives('MESSAGE'), 200, 'OK')
    expect((await reply.final()).status).toBe(200)
    const bye = bob.ask('BYE', back)
    alice.answer(await alice.receives('BYE'), 200, 'OK')
    expect((await bye.final()).status).toBe(200)
    await clock.settle()
    expect([...alice2.waiting(), ...bob2.waiting()]).toEqual([])
  })

  it('follows the Route when a Contact has no usable address', async () => {
    const { invite, ok } = await talk()
    const message = alice.ask('MESSAGE', {
      ...within(invite, ok),
      target: 'sip:192.0.2.7:9999;transport=tcp',
    })
    bob.answer(await bob.receives('MESSAGE'), 200, 'OK')
    expect((await message.final()).status).toBe(200)
    // It reaches one endpoint, although the address is the user's.
    const again = alice.ask('INFO', { ...within(invite, ok), target: 'sip:bob@corp.example' })
    bob.answer(await bob.receives('INFO'), 200, 'OK')
    expect((await again.final()).status).toBe(200)
    expect(bob2.waiting()).toEqual([])
  })

  it('reaches one endpoint by its gruu', async () => {
    const asked = alice.ask('OPTIONS', { target: bob2.gruu })
    bob2.answer(await bob2.receives('OPTIONS'), 200, 'OK')
    expect((await asked.final()).status).toBe(200)
    expect(bob.waiting()).toEqual([])
  })

  it('returns the best of several refusals', async () => {
    const asked = alice.ask('INVITE', toBob)
    bob.answer(await bob.receives('INVITE'), 480, 'Away')
    bob2.answer(await bob2.receives('INVITE'), 486, 'Busy Here')
    expect((await asked.final()).status).toBe(486)
    await Promise.all([bob.receives('ACK'), bob2.receives('ACK')])
    alice.ask('ACK', {
      ...toBob,
      branch: branchOf(asked.request),
      callId: asked.request.headers.get('Call-ID') ?? '',
    })
    await clock.settle()
    expect([...bob.waiting(), ...bob2.waiting()]).toEqual([])
  })

  it('cancels the other branches at a 603', async () => {
    const asked = alice.ask('INVITE', toBob)
    const ringing = await bob2.receives('INVITE')
    bob2.answer(ringing, 180, 'Ringing')
    await asked.response()
    bob.answer(await bob.receives('INVITE'), 603, 'Decline')
    bob2.answer(await bob2.receives('CANCEL'), 200, 'OK')
    bob2.answer(ringing, 487, 'Request Terminated')
    expect((await asked.final()).status).toBe(603)
  })

  it('passes CANCEL on, and answers 481 to a CANCEL without a transaction', async () => {
    const asked = alice.ask('INVITE', toBob)
    const [first, second] = await Promise.all([bob.receives('INVITE'), bob2.receives('INVITE')])
    bob.answer(first, 180, 'Ringing')
    await asked.response()
    const details = {
      ...toBob,
      branch: branchOf(asked.request),
      callId: asked.request.headers.get('Call-ID') ?? '',
    }
    const cancel = alice.ask('CANCEL', { ...details, sequence: 2 })
    expect((await cancel.final()).status).toBe(200)
    bob.answer(await bob.receives('CANCEL'), 200, 'OK')
    bob.answer(first, 487, 'Request Terminated')
    // An endpoint without a provisional response gets the CANCEL only after it has sent one (RFC 3261 section 9.1).
    bob2.answer(second, 180, 'Ringing')
    await bob2.receives('CANCEL')
    bob2.answer(second, 487, 'Request Terminated')
    expect((await asked.final()).status).toBe(487)
    expect((await alice.ask('CANCEL', toBob).final()).status).toBe(481)
  })

  it('answers 408 when nobody answers, also after ringing', async () => {
    const silent = alice.ask('MESSAGE', toBob)
    await Promise.all([bob.receives('MESSAGE'), bob2.receives('MESSAGE')])
    const started = clock.now()
    expect((await clock.runUntil(silent.final())).status).toBe(408)
    expect(clock.now() - started).toBe(32_000)

    const ringing = alice.ask('INVITE', toBob)
    bob.answer(await bob.receives('INVITE'), 180, 'Ringing')
    const answer = await clock.runUntil(ringing.final())
    expect(answer.status).toBe(408)
    expect(answer.headers.get('ms-diagnostics')).toContain('5001;')
    expect(clock.now() - started).toBe(32_000 + 181_000 + 32_000)
  })

  it('answers 480 when an endpoint leaves before it answers, and when none is left', async () => {
    const asked = alice.ask('INVITE', toBob)
    const written = alice.ask('MESSAGE', toBob)
    await Promise.all([bob.receives('MESSAGE'), bob2.receives('MESSAGE')])
    bob.close()
    bob2.close()
    expect((await asked.final()).status).toBe(480)
    // It is unknown whether the message was read before.
    expect((await written.final()).status).toBe(408)
    const gone = await alice.ask('MESSAGE', { target: bob.gruu }).final()
    expect(gone.status).toBe(480)
    expect(gone.headers.get('ms-diagnostics')).toMatch(/^1006;reason=".+";source="ocs\.corp\.example"$/)
    const nobody = await alice.ask('MESSAGE', toBob).final()
    expect(nobody.headers.get('ms-diagnostics')).toMatch(/^1007;/)
    await open('bob')
    const back = alice.ask('MESSAGE', toBob)
    const last = phones.at(-1)
    last?.answer(await last.receives('MESSAGE'), 200, 'OK')
    expect((await back.final()).status).toBe(200)
  })

  it.each([
    ['an unknown user', { target: 'sip:ocschat@corp.example' }, 404, '1003'],
    ['an unknown domain', { target: 'sip:bob@else.example' }, 404, '1005'],
    ['somebody with no endpoint', { target: 'sip:carol@corp.example' }, 480, '1007'],
    ['no hop left', { ...toBob, headers: [['Max-Forwards', '0']] as const }, 483, null],
    [
      'a route elsewhere',
      { ...toBob, headers: [['Route', '<sip:proxy.else.example;lr>']] as const },
      404,
      '1004',
    ],
    ['a dialog with nobody', { target: 'sip:corp.example', to: '<sip:corp.example>;tag=1' }, 481, null],
    [
      'an extension unknown to a proxy',
      { ...toBob, headers: [['Proxy-Require', 'teleport']] as const },
      420,
      null,
    ],
  ])('refuses an INVITE with %s', async (_what, details, status, diagnostic) => {
    const answer = await alice.ask('INVITE', details).final()
    expect(answer.status).toBe(status)
    if (diagnostic) expect(answer.headers.get('ms-diagnostics')).toMatch(new RegExp(`^${diagnostic};`))
  })

  it('drops an endpoint that never reads, and answers its senders', async () => {
    bob2.close()
    await bob2.closed
    bob.stopReading()
    const body = 'x'.repeat(200_000)
    // Send more than the socket buffers and the server's queue can hold.
    const asked = Array.from({ length: 150 }, () => alice.ask('MESSAGE', { ...toBob, body }))
    // Messages sent before may have been read; later ones find no endpoint.
    for (const each of asked) expect([408, 480]).toContain((await each.final()).status)
    expect(problems.at(-1)).toContain('does not read what it is sent')
    expect((await alice.ask('OPTIONS', { target: 'sip:corp.example' }).final()).status).toBe(200)
  })

  it('recognises a request that returns to it in a loop', async () => {
    const asked = alice.ask('MESSAGE', toBob)
    const heard = await bob.receives('MESSAGE')
    const via = heard.headers.list('Via')[0] ?? ''
    // Via must have the port: some clients answer to that port, and to 5060 without it.
    expect(via).toContain(`ocs.corp.example:${server.port};`)
    const looped = alice.ask('MESSAGE', {
      ...toBob,
      callId: asked.request.headers.get('Call-ID') ?? '',
      sequence: Number.parseInt(asked.request.headers.get('CSeq') ?? '', 10),
      headers: [['Via', via]],
    })
    expect((await looped.final()).status).toBe(482)
  })
})

function branchOf(request: SipRequest): string {
  return /branch=([^;]+)/.exec(request.headers.get('Via') ?? '')?.[1] ?? ''
}
