import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { exportRequest, hops } from '#contract'
import { openInWireshark } from '../../main/open-in-wireshark.ts'
import { openAuthority } from '../../server/certificates/index.ts'
import { openExport } from '../../server/export/index.ts'
import type { LabFileInput } from '../../server/files/index.ts'
import { startLab } from '../../server/lab/index.ts'
import { openCaptureFile } from '../../server/traffic/index.ts'
import { type Packet, readBlocks, readPackets } from '../../server/traffic/testing/read-pcapng.ts'
import { people, startLabInVirtualTime } from '../flows/lab-in-virtual-time.ts'
import { dissection } from './capture.ts'
import { run, runOrFail } from './program.ts'
import { openTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'
import { describeWitness } from './witness.ts'

const ourDissector = fileURLToPath(new URL('../../build/wireshark/bramble.lua', import.meta.url))

/** Severities of Wireshark's expert information: 0x800000 is an error, 0x600000 a warning. */
const faulty = '_ws.malformed || _ws.lua.error || _ws.expert.severity >= 0x600000 || tcp.analysis.flags'

interface Variation {
  file?: LabFileInput
  baseFolder?: string
  reveal?: boolean
  clear?: boolean
}

/** Writes a capture of two logins and a failed one. @returns the number of frames that the lab reported on each hop */
async function capture(
  path: string,
  { clear, file, reveal, ...options }: Variation = {},
): Promise<Map<string, number>> {
  const captureFile = await openCaptureFile(path, { clear: clear ?? false, reveal: reveal ?? false })
  const { call, lab, logIn, snapshot } = await startLabInVirtualTime(
    { ...people('alice', 'bob'), ...file },
    { ...options, captureFile },
  )
  try {
    expect(await logIn('alice')).toBe('accepted')
    expect(await logIn('bob', 'bob', 'wrong')).toBe('bad-credentials')
    expect(await logIn('bob')).toBe('accepted')
    await call('handheld.logout', { name: 'alice' })
    await call('handheld.logout', { name: 'bob' })
    const { frames } = await snapshot()
    return new Map(hops.map((hop) => [hop, frames.filter((frame) => frame.hop === hop).length]))
  } finally {
    await lab.stop()
    await captureFile.close()
  }
}

/** Writes packets in the older pcap format, which has neither interfaces nor comments. */
function asPcap(packets: readonly Packet[]): Buffer {
  const header = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex')
  const records = packets.flatMap(({ at, bytes }) => {
    const head = Buffer.alloc(16)
    head.writeUInt32LE(Math.floor(at / 1_000), 0)
    head.writeUInt32LE((at % 1_000) * 1_000, 4)
    head.writeUInt32LE(bytes.length, 8)
    head.writeUInt32LE(bytes.length, 12)
    return [head, bytes]
  })
  return Buffer.concat([header, ...records])
}

describeWitness('Wireshark, of a capture file', { programs: { tshark: 'tshark' } }, () => {
  let folder: TemporaryFolder
  let file: string
  let framesOn: Map<string, number>
  let packets: ReturnType<typeof dissection>

  beforeAll(async () => {
    folder = await openTemporaryFolder()
    file = join(folder.path, 'lab.pcapng')
    framesOn = await capture(file)
    packets = dissection(file, new Map(), ourDissector)
  })
  afterAll(() => folder?.remove())

  test('finds neither malformed packets nor errors in TCP streams', async () => {
    expect(await packets('frame', 'frame.number')).not.toEqual([])
    expect(await packets(faulty, 'frame.number', '_ws.expert.message')).toEqual([])
  })

  test('counts as many frames on each hop as the lab does', async () => {
    for (const hop of hops) {
      const commented = await packets(`frame.interface_name == "${hop}" && frame.comment`, 'frame.comment')
      expect(commented).toHaveLength(framesOn.get(hop) ?? -1)
    }
    expect(await packets('sip', 'frame.number')).toHaveLength(
      (framesOn.get('service-communications') ?? 0) - 1,
    )
    expect(await packets('ldap', 'frame.number')).toHaveLength(framesOn.get('service-directory') ?? -1)
    expect(await packets('bramble', 'frame.number')).toHaveLength(framesOn.get('handheld-dispatcher') ?? -1)
    expect(await packets('bramble.content', 'frame.number')).toHaveLength(
      framesOn.get('dispatcher-service') ?? -1,
    )
  })

  test('decrypts the SIP inside TLS with the secrets in the file', async () => {
    const fields = [
      'sip.Method',
      'sip.Status-Code',
      'sip.from.user',
      'sip.CSeq.method',
      'frame.interface_name',
    ]
    expect(await packets('tls && sip', ...fields)).toEqual(
      expect.arrayContaining([
        ['OPTIONS', '', '', 'OPTIONS', 'service-communications'],
        ['REGISTER', '', 'alice', 'REGISTER', 'service-communications'],
        ['', '200', 'alice', 'REGISTER', 'service-communications'],
        ['REGISTER', '', 'bob', 'REGISTER', 'service-communications'],
        ['', '200', 'bob', 'REGISTER', 'service-communications'],
      ]),
    )
    expect(await packets('sip && !tls', 'frame.number')).toEqual([])
  })

  test('dissects the binds to the directory', async () => {
    const fields = ['ldap.protocolOp', 'ntlmssp.auth.username', 'ldap.resultCode', 'frame.interface_name']
    expect((await packets('ldap', ...fields)).slice(0, 5)).toEqual([
      ['0', '', '', 'service-directory'],
      ['1', '', '14', 'service-directory'],
      ['0', 'alice', '', 'service-directory'],
      ['1', '', '0', 'service-directory'],
      ['2', '', '', 'service-directory'],
    ])
  })

  test('dissects the envelope with the dissector of Bramble', async () => {
    const names = ['message_id', 'packet_index', 'packet_count', 'suite', 'key_generation', 'content_type']
    const fields = ['bramble.kind', ...names.map((name) => `bramble.envelope.${name}`)]
    const [first, second] = await packets('bramble.envelope', ...fields)
    expect(first).toEqual(['5', '1', '0', '1', '1', '1', '1'])
    expect(second).toEqual(['5', '1', '0', '1', '1', '1', '1'])
    const pins = await packets(
      'bramble.envelope || bramble.kind == 6',
      'bramble.coverage.pin',
      'bramble.envelope.pin',
    )
    expect(new Set(pins.flat().filter((pin) => pin !== '')).size).toBe(2)
    expect((await packets('bramble', 'bramble.kind')).flat().slice(0, 6)).toEqual([
      '1',
      '2',
      '3',
      '4',
      '6',
      '6',
    ])
  })

  test('dissects the content that Dispatcher and service exchange within the process', async () => {
    const said = await packets(
      'bramble.content',
      'bramble.content.direction',
      'bramble.content.type',
      'json.key',
    )
    expect(said[0]).toEqual(['up', 'login-request', 'direction,pin,type,id,user,password,content'])
    expect(said[1]?.slice(0, 2)).toEqual(['down', 'login-accepted'])
    expect(await packets('frame contains "Passw0rd!"', 'frame.number')).toEqual([])
  })

  test('shows comments with frame, handheld, login and step', async () => {
    const [registration] = await packets('sip.Method == "REGISTER"', 'frame.comment')
    expect(registration?.[0]).toMatch(
      /^frame \d+, up, alice \(([0-9A-F]{8})\), login \1-1, step 5: REGISTER sip:corp.example$/,
    )
  })

  test('recognises SRP by its first frame in a capture that another program wrote', async () => {
    const plain = join(folder.path, 'plain.pcap')
    // Write a pcap file, which has no interface names, with an unknown port.
    await writeFile(plain, asPcap(readPackets(await readFile(file)).filter(({ on }) => on === hops[0])))
    const kinds = (await dissection(plain, new Map(), ourDissector)('bramble', 'bramble.kind')).flat()
    expect(kinds).toHaveLength(framesOn.get('handheld-dispatcher') ?? -1)
  })

  test('dissects SIP over TCP', async () => {
    const path = join(folder.path, 'tcp.pcapng')
    const counts = await capture(path, { file: { communicationsServer: { listen: { transport: 'tcp' } } } })
    const said = dissection(path, new Map(), ourDissector)
    expect(await said('sip && !tls', 'sip.CSeq.method')).toHaveLength(
      counts.get('service-communications') ?? -1,
    )
    expect(await said(faulty, 'frame.number')).toEqual([])
  })

  test('decrypts the binds after StartTLS if the capture reveals secrets', async () => {
    // Use the directory of another lab as the external directory of this one.
    const other = await startLab({
      file: people('alice', 'bob'),
      installFolder: folder.path,
      defaultPort: 0,
      defaultDatabase: 'memory',
    })
    try {
      const authority = await openAuthority({ folder: folder.path, dns: 'corp.example' })
      await writeFile(join(folder.path, 'ca.pem'), authority.certificate)
      const { port } = other.endpoints.directory
      const external = { url: `ldap://localhost:${port}`, ca: 'ca.pem' }
      const variation = { file: { directory: { external } }, baseFolder: folder.path }
      const revealed = join(folder.path, 'revealed.pcapng')
      const counts = await capture(revealed, { ...variation, reveal: true })
      const inside = dissection(revealed, new Map(), ourDissector)
      expect(await inside('ldap', 'frame.number')).toHaveLength(counts.get('service-directory') ?? -1)
      expect(await inside('tls && ntlmssp.auth.username == "alice"', 'ldap.protocolOp')).toEqual([['0']])
      expect(await inside(faulty, 'frame.number')).toEqual([])

      const masked = join(folder.path, 'masked.pcapng')
      await capture(masked, variation)
      const outside = dissection(masked, new Map(), ourDissector)
      expect(await outside('ntlmssp', 'frame.number')).toEqual([])
      const commented = await outside(
        'frame.interface_name == "service-directory" && frame.comment',
        'frame.number',
      )
      expect(commented).toHaveLength(counts.get('service-directory') ?? -1)
    } finally {
      await other.stop()
    }
  })

  test('reads a capture that was cut off', async () => {
    const bytes = await readFile(file)
    const cut = join(folder.path, 'cut.pcapng')
    // Cut the file as a power failure might: the last block is incomplete.
    await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length * 0.7)))
    const { output } = await run('tshark', ['-r', cut, '-T', 'fields', '-e', 'frame.comment'])
    expect(output).toContain('login-accepted sip:alice@corp.example')
  })
})

describeWitness(
  'Wireshark and tcpdump, of an export of the frames that a lab kept',
  { programs: { tshark: 'tshark', tcpdump: 'tcpdump' } },
  () => {
    test('find every frame, nothing malformed, and the protocols of each hop', async () => {
      const folder = await openTemporaryFolder()
      const { call, lab, logIn, snapshot } = await startLabInVirtualTime(people('alice', 'bob'))
      try {
        expect(await logIn('alice')).toBe('accepted')
        expect(await logIn('bob', 'bob', 'wrong')).toBe('bad-credentials')
        await call('handheld.logout', { name: 'alice' })
        const { frames } = await snapshot()
        const file = join(folder.path, 'kept.pcapng')
        const request = exportRequest.parse({ what: 'frames', format: 'pcapng', query: {} })
        await writeFile(file, (await openExport(lab, request)).content)

        const packets = dissection(file, new Map(), ourDissector)
        expect(await packets(faulty, 'frame.number', '_ws.expert.message')).toEqual([])
        expect(await packets('frame.comment matches "^frame "', 'frame.number')).toHaveLength(frames.length)
        const on = (hop: string) => frames.filter((frame) => frame.hop === hop).length
        const handshakes = frames.filter(({ protocol }) => protocol === 'TLS').length
        expect(await packets('sip', 'frame.number')).toHaveLength(on('service-communications') - handshakes)
        expect(await packets('ldap', 'frame.number')).toHaveLength(on('service-directory'))
        expect(await packets('bramble', 'frame.number')).toHaveLength(on('handheld-dispatcher'))
        expect(await packets('bramble.content', 'frame.number')).toHaveLength(on('dispatcher-service'))

        const { code, output, errors } = await run('tcpdump', ['-n', '-r', file])
        expect([code, errors]).toEqual([0, expect.not.stringContaining('different')])
        expect(output.trim().split('\n')).toHaveLength(readPackets(await readFile(file)).length)
      } finally {
        await lab.stop()
        await folder.remove()
      }
    })
  },
)

describeWitness('Wireshark, opened by the desktop app', { programs: { tshark: 'tshark' } }, () => {
  test('reads all frames of the file that it is given', async () => {
    const folder = await openTemporaryFolder()
    const { lab, logIn, snapshot } = await startLabInVirtualTime(people('alice', 'bob'))
    try {
      expect(await logIn('alice')).toBe('accepted')
      const { frames } = await snapshot()
      const read = join(folder.path, 'read')
      const script = `#!/bin/sh\ntshark -r "$2" -Y 'frame.comment matches "^frame "' -T fields -e frame.number > "${read}.part"\nmv "${read}.part" "${read}"\n`
      await writeFile(join(folder.path, 'wireshark'), script, { mode: 0o755 })
      vi.stubEnv('PATH', `${folder.path}:${process.env.PATH}`)
      const request = exportRequest.parse({ what: 'frames', format: 'pcapng', query: {} })
      await openInWireshark(await openExport(lab, request))
      const lines = await vi.waitFor(() => readFile(read, 'utf8'), { timeout: 60_000 })
      expect(lines.trim().split('\n')).toHaveLength(frames.length)
    } finally {
      vi.unstubAllEnvs()
      await lab.stop()
      await folder.remove()
    }
  })
})

describeWitness(
  'programs based on libpcap, with a capture file',
  { programs: { tcpdump: 'tcpdump', tshark: 'tshark' } },
  () => {
    test.each([
      ['with TLS', {}],
      ['with TLS, and SIP outside it', { clear: true }],
      ['over TCP', { file: { communicationsServer: { listen: { transport: 'tcp' as const } } } }],
    ])('tcpdump reads all packets %s', async (_what, variation) => {
      const folder = await openTemporaryFolder()
      try {
        const file = join(folder.path, 'lab.pcapng')
        await capture(file, variation)
        const packets = readPackets(await readFile(file))
        const { code, output, errors } = await run('tcpdump', ['-n', '-r', file])
        expect([code, errors]).toEqual([0, expect.not.stringContaining('different')])
        expect(output.trim().split('\n')).toHaveLength(packets.length)
        // The hop without a network is written as UDP to the port of the original product.
        const content = (await runOrFail('tcpdump', '-n', '-r', file, 'udp')).trim().split('\n')
        expect(content).toHaveLength(packets.filter(({ on }) => on === 'dispatcher-service').length)
        expect(
          content.every((line) =>
            /127\.0\.0\.1\.3101 > 127\.0\.0\.1\.3200|3200 > 127\.0\.0\.1\.3101/.test(line),
          ),
        ).toBe(true)
      } finally {
        await folder.remove()
      }
    })

    test('tshark finds no error in a capture that also contains decrypted SIP', async () => {
      const folder = await openTemporaryFolder()
      try {
        const file = join(folder.path, 'lab.pcapng')
        const counts = await capture(file, { clear: true })
        const said = dissection(file, new Map(), ourDissector)
        const clear = await said(
          'frame.interface_name == "service-communications (clear)"',
          'sip.CSeq.method',
        )
        expect(clear).toHaveLength((counts.get('service-communications') ?? 0) - 1)
        expect(clear).toContainEqual(['REGISTER'])
        expect(await said(faulty, 'frame.number', '_ws.expert.message')).toEqual([])
      } finally {
        await folder.remove()
      }
    })
  },
)

describeWitness('sngrep with a capture file', { programs: { sngrep: 'sngrep' } }, () => {
  test.each([
    ['of decrypted SIP, which the capture contains on request', { clear: true }],
    ['over TCP', { file: { communicationsServer: { listen: { transport: 'tcp' as const } } } }],
  ])('shows the dialogs %s', async (_what, variation) => {
    const folder = await openTemporaryFolder()
    try {
      const file = join(folder.path, 'lab.pcapng')
      await capture(file, variation)
      // sngrep prints a running count; the last one is that of the whole file.
      const { output } = await run('sngrep', ['-N', '-I', file], { HOME: folder.path, TERM: 'xterm' })
      const counts = [...output.matchAll(/Dialog count: (\d+)/g)].map(([, count]) => Number(count))
      expect(counts.at(-1)).toBe(callIds(readPackets(await readFile(file))).size)
    } finally {
      await folder.remove()
    }
  })
})

/** The Call-IDs of unencrypted SIP packets. Excludes SERVICE, a method of Microsoft that sngrep does not know. */
function callIds(packets: readonly Packet[]): Set<string> {
  const texts = packets
    .map(({ bytes }) => bytes.toString('latin1'))
    .filter((text) => !/CSeq: \d+ SERVICE/i.test(text))
  return new Set(texts.flatMap((text) => /\r\nCall-ID: (\S+)/i.exec(text)?.[1] ?? []))
}

describeWitness('capinfos with a capture file', { programs: { capinfos: 'wireshark-common' } }, () => {
  test('reads section, interfaces and their statistics', async () => {
    const folder = await openTemporaryFolder()
    try {
      const file = join(folder.path, 'lab.pcapng')
      await capture(file)
      const said = await runOrFail('capinfos', file)
      expect(said).toMatch(/Capture application: +Bramble \d/)
      expect(said).toMatch(/First packet time: +2010-06-01 09:00:00\.000/)
      expect(said).toMatch(/Strict time order: +True/)
      const names = [...said.matchAll(/^ +Name = (.*)$/gm)].map(([, name]) => name)
      expect(names).toEqual([...hops])
      expect(said.match(/Number of stat entries = 1/g)).toHaveLength(hops.length)
    } finally {
      await folder.remove()
    }
  })
})

describeWitness('a full disk', { programs: { mount: 'mount', tshark: 'tshark' }, root: true }, () => {
  test('leaves a capture that is readable up to its last complete packet', async () => {
    const folder = await openTemporaryFolder()
    const disk = join(folder.path, 'disk')
    await mkdir(disk)
    await runOrFail('mount', '-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk)
    try {
      const file = join(disk, 'lab.pcapng')
      await expect(capture(file)).rejects.toThrow(`the capture cannot be written to ${file}: ENOSPC`)
      expect(readBlocks(await readFile(file)).length).toBeGreaterThan(10)
      // tshark ends with 0, so no packet is cut in the middle.
      const { code, output } = await run('tshark', ['-r', file, '-T', 'fields', '-e', 'frame.comment'])
      expect(code).toBe(0)
      expect(output).toContain('login-request alice')
    } finally {
      await runOrFail('umount', disk)
      await folder.remove()
    }
  })
})
