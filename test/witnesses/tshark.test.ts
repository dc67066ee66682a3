import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Lab, startLab } from '../../server/lab/index.ts'
import { password, people } from '../flows/lab-in-virtual-time.ts'
import { captureLoopback, captureNeeds, dissection } from './capture.ts'
import { buildPidgin, pidginNeeds } from './pidgin/pidgin.ts'
import { openTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'
import { describeWitness } from './witness.ts'

// Severities of Wireshark's expert information: 0x800000 is an error, 0x600000 a warning.
const faulty = '(_ws.malformed || _ws.expert.severity >= 0x600000)'

describeWitness("Wireshark's dissectors", captureNeeds, () => {
  let folder: TemporaryFolder
  let lab: Lab
  let packets: ReturnType<typeof dissection>
  let our: { ldap: string; sip: string }

  beforeAll(async () => {
    folder = await openTemporaryFolder()
    lab = await startLab({
      file: { ...people('alice', 'bob'), communicationsServer: { listen: { transport: 'tcp' } } },
      installFolder: null,
      defaultPort: 0,
      defaultDatabase: 'memory',
    })
    const { communicationsServer, directory } = lab.endpoints
    const capture = await captureLoopback(folder.path, [communicationsServer.port, directory.port])
    const logIn = async (name: string, secret: string) =>
      (await lab.api.call('handheld.login', { name, user: name, password: secret })).result
    expect(await logIn('alice', password)).toBe('accepted')
    expect(await logIn('bob', 'wrong')).toBe('bad-credentials')
    expect(await logIn('bob', password)).toBe('accepted')
    await lab.api.call('handheld.logout', { name: 'alice' })
    await lab.stop()
    const file = await capture.stop()
    packets = dissection(
      file,
      new Map([
        [directory.port, 'ldap'],
        [communicationsServer.port, 'sip'],
      ]),
    )
    our = {
      ldap: `ldap && tcp.port == ${directory.port}`,
      sip: `sip && tcp.port == ${communicationsServer.port}`,
    }
  })
  afterAll(async () => {
    await lab?.stop()
    await folder?.remove()
  })

  test('find nothing malformed in the LDAP and SIP of logins', async () => {
    for (const filter of [our.ldap, our.sip]) {
      expect(await packets(filter, 'frame.number')).not.toEqual([])
      expect(await packets(`${filter} && ${faulty}`, 'frame.number', '_ws.expert.message')).toEqual([])
    }
  })

  test('read the bind with NTLM in it', async () => {
    const said = await packets(
      `${our.ldap} && (ntlmssp || ldap.bindResponse_element)`,
      ...['ldap.protocolOp', 'ntlmssp.messagetype', 'ntlmssp.auth.username', 'ldap.resultCode'],
    )
    expect(said.slice(0, 4)).toEqual([
      ['0', '0x00000001', '', ''],
      ['1', '0x00000002', '', '14'],
      ['0', '0x00000003', 'alice', ''],
      ['1', '', '', '0'],
    ])
  })

  test('read the registrations', async () => {
    const said = await packets(our.sip, 'sip.Method', 'sip.Status-Code', 'sip.from.user', 'sip.CSeq.method')
    expect(said).toEqual(
      expect.arrayContaining([
        ['REGISTER', '', 'alice', 'REGISTER'],
        ['', '200', 'alice', 'REGISTER'],
        ['REGISTER', '', 'bob', 'REGISTER'],
        ['', '200', 'bob', 'REGISTER'],
      ]),
    )
  })
})

const talkNeeds = {
  programs: { ...captureNeeds.programs, ...pidginNeeds.programs },
  files: pidginNeeds.files ?? {},
  root: true,
}

describeWitness("Wireshark's dissectors, of two Pidgins that talk", talkNeeds, () => {
  test('find nothing malformed in signed presence and messages', async () => {
    const folder = await openTemporaryFolder()
    const start = await buildPidgin(folder.path)
    const lab = await startLab({
      file: {
        ...people('alice', 'bob'),
        communicationsServer: { listen: { transport: 'tcp' }, authentication: ['ntlm'] },
      },
      installFolder: null,
      defaultPort: 0,
      defaultDatabase: 'memory',
    })
    try {
      const server = lab.endpoints.communicationsServer
      const capture = await captureLoopback(folder.path, [server.port])
      const alice = await start({ user: 'alice', server })
      const bob = await start({ user: 'bob', server })
      await Promise.all([alice.next({ event: 'signed-on' }), bob.next({ event: 'signed-on' })])
      await alice.find({ event: 'presence', who: 'sip:bob@corp.example', status: 'available' })
      alice.command('im', 'sip:bob@corp.example', 'Grüße')
      await bob.next({ event: 'im' })
      bob.command('im', 'sip:alice@corp.example', 'zurück')
      await alice.next({ event: 'im' })
      await Promise.all([alice.signOff(), bob.signOff()])
      const packets = dissection(await capture.stop(), new Map([[server.port, 'sip']]))
      const methods = (await packets('sip.Method', 'sip.Method')).flatMap(([all = '']) => all.split(','))
      expect(methods).toEqual(
        expect.arrayContaining(['REGISTER', 'SUBSCRIBE', 'SERVICE', 'BENOTIFY', 'INVITE', 'MESSAGE', 'ACK']),
      )
      expect(await packets(`sip && ${faulty}`, 'frame.number', '_ws.expert.message')).toEqual([])
    } finally {
      await lab.stop()
      await folder.remove()
    }
  })
})
