import { afterEach, describe, expect, it } from 'vitest'
import { type AuthenticatingServer, startAuthenticatingServer } from './testing/authenticating-server.ts'

let current: AuthenticatingServer
afterEach(() => current.stop())

describe('a client without credentials', () => {
  it('is challenged by the registrar with 401 and by the proxy with 407', async () => {
    current = await startAuthenticatingServer()
    const client = await current.open()
    client.send(client.compose('REGISTER'))
    const registrar = await client.response()
    expect(registrar.status).toBe(401)
    expect(registrar.headers.all('WWW-Authenticate')).toEqual([
      'NTLM realm="SIP Communications Service", targetname="ocs.corp.example", version=4',
    ])
    expect(Date.parse(registrar.headers.get('Date') ?? '')).toBe(
      Math.floor(current.clock.now() / 1000) * 1000,
    )
    expect(registrar.headers.get('To')).toMatch(/;tag=/)
    client.send(client.compose('MESSAGE', {}, 'sip:bob@corp.example'))
    const proxy = await client.response()
    expect(proxy.status).toBe(407)
    expect(proxy.headers.get('Proxy-Authenticate')).toContain('version=4')
    expect(current.server.registrations()).toEqual([])
  })

  it('learns the version of the protocol', async () => {
    current = await startAuthenticatingServer({ authenticationVersion: 3 })
    const client = await current.open({ version: 4 })
    client.send(client.compose('REGISTER'))
    expect((await client.response()).headers.get('WWW-Authenticate')).toMatch(/version=3$/)
    // A client that insists on another version starts again.
    expect((await client.signIn()).headers.get('WWW-Authenticate')).not.toContain('gssapi-data')
  })

  it('gets no answer to ACK and CANCEL', async () => {
    current = await startAuthenticatingServer()
    const client = await current.open()
    for (const method of ['ACK', 'CANCEL', 'OPTIONS']) client.send(client.compose(method))
    expect((await client.response()).headers.get('CSeq')).toMatch(/OPTIONS$/)
  })

  it('gets 400 for an invalid request, which has no effect', async () => {
    current = await startAuthenticatingServer()
    const client = await current.open()
    for (const changes of [
      { From: undefined },
      { To: 'x' },
      { CSeq: '1 INVITE' },
      { 'Call-ID': undefined },
    ]) {
      client.send(client.compose('REGISTER', changes))
      expect((await client.response()).status).toBe(400)
    }
    expect(current.server.registrations()).toEqual([])
  })

  it('may register where authentication is optional, and must sign once it has used NTLM', async () => {
    current = await startAuthenticatingServer({ authentication: ['ntlm', 'none'] })
    const phone = await current.open()
    phone.send(phone.compose('REGISTER'))
    const answer = await phone.response()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Authentication-Info')).toBeUndefined()

    const client = await current.open()
    expect((await client.signIn()).status).toBe(200)
    expect((await client.ask('OPTIONS')).status).toBe(200)
    // Unsigned requests over that connection are now refused.
    client.send(client.compose('REGISTER'))
    expect((await client.response()).status).toBe(401)
  })

  it('may send any credentials where NTLM is not offered', async () => {
    current = await startAuthenticatingServer({ authentication: ['none'] })
    const client = await current.open()
    expect((await client.signIn()).status).toBe(200)
  })

  it('is not challenged at a trusted address', async () => {
    const trusted = new Set<number>()
    current = await startAuthenticatingServer({
      isTrustedAddress: (address, port) => address === '127.0.0.1' && trusted.has(port),
    })
    const service = await current.open()
    trusted.add(service.socket.localPort ?? 0)
    service.send(service.compose('OPTIONS', { From: '<sip:corp.example>;tag=1' }))
    expect((await service.response()).status).toBe(200)
    trusted.clear()
    service.send(service.compose('REGISTER', { Expires: '0' }))
    expect((await service.response()).status).toBe(200)
    const other = await current.open()
    other.send(other.compose('OPTIONS', { From: '<sip:corp.example>;tag=1' }))
    expect((await other.response()).status).toBe(401)
  })
})
