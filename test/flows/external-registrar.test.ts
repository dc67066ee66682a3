import { afterEach, describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../server/clock/index.ts'
import {
  answerTo,
  type RogueRegistrar,
  startRogueRegistrar,
} from '../../server/environments/ocs/testing/rogue-registrar.ts'
import type { SipRequest } from '../../server/protocols/sip/index.ts'
import { detailInEnglish } from '../../server/words/testing/in-english.ts'
import { type LabInVirtualTime, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

let labs: LabInVirtualTime[] = []
let rogues: RogueRegistrar[] = []

afterEach(async () => {
  for (const one of labs) await one.lab.stop()
  for (const rogue of rogues) rogue.close()
  labs = []
  rogues = []
})

/** Starts a registrar outside the lab. It does not use the lab's clock. */
async function registrar(answer: (request: SipRequest) => Buffer | string): Promise<RogueRegistrar> {
  const rogue = await startRogueRegistrar(createVirtualClock())
  rogues.push(rogue)
  rogue.handleRequest = (request) => {
    if (request.method !== 'REGISTER') return false
    rogue.send(answer(request))
    return true
  }
  return rogue
}

async function labWith({ port }: RogueRegistrar): Promise<LabInVirtualTime> {
  const one = await startLabInVirtualTime({
    ...people('alice'),
    communicationsServer: { external: { host: '127.0.0.1', port, transport: 'tcp' } },
  })
  labs.push(one)
  return one
}

async function step6(one: LabInVirtualTime): Promise<string> {
  const flow = (await one.snapshot()).flows.at(-1)
  const step = flow?.steps.find(({ step }) => step === '6')
  return `${step?.outcome} after ${(step?.at ?? 0) - (flow?.startedAt ?? 0) >= 15_000 ? 'a timeout' : 'an answer'}: ${detailInEnglish(step?.detail)}`
}

const contactOf = (request: SipRequest) => request.headers.get('Contact') ?? ''
const accepts = (request: SipRequest) =>
  answerTo(request, 200, { headers: { Contact: `${contactOf(request)};expires=600` } })

describe('step 6 with a registrar outside the lab', () => {
  it.each<[string, (request: SipRequest) => Buffer | string, RegExp]>([
    [
      'a registration that expires at once',
      (request) =>
        answerTo(request, 200, { headers: { Contact: `${contactOf(request)};expires=0`, Expires: null } }),
      /^refused after an answer: The Communications Server answered 200 .* it is not registered$/,
    ],
    [
      'an answer that cannot be parsed',
      (request) => {
        const contact = `<sip:m@192.0.2.4:5060>;expires=390,: ${contactOf(request)};expires=30`
        return answerTo(request, 200, { headers: { Contact: contact } })
      },
      /^refused after an answer: The answer 200 Rogue \(REGISTER\) cannot be read: .*is not a name and an address/,
    ],
    [
      'an answer that is not SIP',
      () => 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n',
      /^refused after an answer: .* answered with something that is not SIP: HTTP\/1\.1 400 Bad Request$/,
    ],
    [
      'an authentication scheme that the service does not support',
      (request) => answerTo(request, 401, { headers: { 'WWW-Authenticate': 'Bearer realm="corp"' } }),
      /^refused after an answer: .* answered 401 Rogue .*; it asks for Bearer, and the service answers Digest only/,
    ],
    [
      'a server that asks to wait for a minute',
      (request) => answerTo(request, 503, { headers: { 'Retry-After': '60' } }),
      /^refused after an answer: .* answered 503 Rogue .*; it asks to wait 60 s \(Retry-After\)$/,
    ],
  ])('reports %s without trying again', async (_what, answer, detail) => {
    const rogue = await registrar(answer)
    const one = await labWith(rogue)
    expect(await one.logIn('alice')).toBe('unavailable')
    expect(await step6(one)).toMatch(detail)
    await one.clock.advance(90_000)
    expect(rogue.requests.filter(({ method }) => method === 'REGISTER')).toHaveLength(1)
  })

  it('reports who redirected the request, and where the session is', async () => {
    const pool = await registrar(accepts)
    const director = await registrar((request) =>
      answerTo(request, 301, { headers: { Contact: `<sip:127.0.0.1:${pool.port};transport=tcp>` } }),
    )
    const one = await labWith(director)
    expect(await one.logIn('alice')).toBe('accepted')
    expect(await step6(one)).toBe(
      `done after an answer: The Communications Server accepted sip:alice@corp.example; 127.0.0.1:${director.port} over TCP answered 301 Rogue and named 127.0.0.1:${pool.port} over TCP`,
    )
    expect((await one.snapshot()).sessions[0]?.connectivity.server).toBe(`127.0.0.1:${pool.port}`)
  })

  it('reports that the registrar asked it to wait, and that it waited', async () => {
    let count = 0
    const rogue = await registrar((request) => {
      count += 1
      return count > 1 ? accepts(request) : answerTo(request, 503, { headers: { 'Retry-After': '3' } })
    })
    const one = await labWith(rogue)
    expect(await one.logIn('alice')).toBe('accepted')
    expect(await step6(one)).toMatch(
      /; it answered 503 Rogue at first, and was asked again after 3 s \(Retry-After\)$/,
    )
  })
})
