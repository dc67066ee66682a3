import { afterEach, describe, expect, it } from 'vitest'
import { NtlmSipClient } from '../../server/stand-ins/sip-server/authentication/testing/ntlm-sip-client.ts'
import { type LabInVirtualTime, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

let current: LabInVirtualTime | null = null
afterEach(async () => {
  await current?.lab.stop()
  current = null
})

describe('a Communications Server that challenges every client', () => {
  it.each(['tcp', 'tls'] as const)('does not challenge the service over %s', async (transport) => {
    current = await startLabInVirtualTime({
      ...people('alice'),
      communicationsServer: { listen: { transport }, authentication: ['ntlm'] },
    })
    expect(await current.logIn('alice')).toBe('accepted')
    expect((await current.snapshot()).sessions).toMatchObject([{ connectivity: { transport } }])
  })

  it('accepts another program that authenticates with the password in the directory', async () => {
    const lab = await startLabInVirtualTime({
      ...people('alice'),
      communicationsServer: { listen: { transport: 'tcp' }, authentication: ['ntlm'] },
    })
    current = lab
    const { port } = (await lab.snapshot()).lab.communicationsServer
    const open = (password: string) =>
      NtlmSipClient.connect({ server: { port }, password, now: () => lab.clock.now() })
    const client = await open('Passw0rd!')
    client.send(client.compose('REGISTER'))
    expect((await client.response()).status).toBe(401)
    const accepted = await client.signIn()
    expect(accepted.status).toBe(200)
    expect(client.complaint(accepted)).toBeNull()
    const other = await open('wrong')
    expect((await other.signIn()).status).toBe(401)
    for (const { socket } of [client, other]) socket.destroy()
  })
})
