import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '../base/index.ts'
import { systemTime } from '../clock/index.ts'
import { openAuthority } from './index.ts'
import { certificateNames } from './machine-names.ts'
import { makeAuthorityCertificate, sign } from './make-certificate.ts'
import { openFolderStore } from './store.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bramble-certificates-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const file = (name: string) => join(folder, 'certificates', name)

const isUsable = () => true

describe('the lab authority', () => {
  it('issues a certificate with a key of its own and the host name of the role', async () => {
    const authority = await openAuthority({ folder: null, dns: 'corp.example' })
    const issued = await authority.issue('communications-server', 'valid')
    const certificate = new X509Certificate(issued.certificate)
    expect(issued.hostName).toBe('ocs.corp.example')
    expect(certificate.checkHost('ocs.corp.example')).toBe('ocs.corp.example')
    expect(certificate.checkHost('localhost')).toBe('localhost')
    expect(certificate.checkHost(hostname())).toBe(hostname().toLowerCase())
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1')
    expect(certificate.checkIP('::1')).toBe('::1')
    expect(certificate.checkIssued(new X509Certificate(authority.certificate))).toBe(true)
    expect(certificate.checkPrivateKey(createPrivateKey(issued.key))).toBe(true)
  })

  it('issues certificates that clients must refuse: expired, for another name, from another authority', async () => {
    const authority = await openAuthority({ folder: null, dns: 'corp.example' })
    const own = new X509Certificate(authority.certificate)
    const expired = new X509Certificate((await authority.issue('service', 'expired')).certificate)
    expect(expired.validTo).toBe('Jan  1 00:00:00 2011 GMT')
    expect(Date.parse(expired.validFrom)).toBeLessThan(Date.parse(expired.validTo))
    const wrong = new X509Certificate((await authority.issue('service', 'wrong-name')).certificate)
    expect(wrong.checkHost('bcs.corp.example')).toBeUndefined()
    expect(wrong.checkIP('127.0.0.1')).toBeUndefined()
    const untrusted = new X509Certificate((await authority.issue('service', 'untrusted')).certificate)
    expect(untrusted.checkHost('bcs.corp.example')).toBe('bcs.corp.example')
    expect(untrusted.verify(own.publicKey)).toBe(false)
  })

  it('keeps its certificates across starts, in files that only their owner can read', async () => {
    const first = await openAuthority({ folder, dns: 'corp.example' })
    const issued = await first.issue('service', 'valid')
    const second = await openAuthority({ folder, dns: 'corp.example' })
    expect(second.certificate).toBe(first.certificate)
    expect(await second.issue('service', 'valid')).toEqual(issued)
    expect((await readdir(join(folder, 'certificates'))).sort()).toEqual(['authority.pem', 'service.pem'])
    for (const name of ['authority.pem', 'service.pem']) {
      expect((await stat(file(name))).mode & 0o777).toBe(0o600)
    }
    expect((await stat(join(folder, 'certificates'))).mode & 0o777).toBe(0o700)
  })

  it('writes its current certificate, without the key, to a file that everybody can read', async () => {
    const first = await openAuthority({ folder, dns: 'corp.example' })
    expect(first.file).toBe(join(folder, 'ca.pem'))
    expect(await readFile(join(folder, 'ca.pem'), 'utf8')).toBe(first.certificate)
    expect(first.certificate).not.toContain('KEY')
    expect((await stat(join(folder, 'ca.pem'))).mode & 0o777).toBe(0o644)
    await writeFile(join(folder, 'ca.pem'), 'of an authority that has expired')
    const second = await openAuthority({ folder, dns: 'corp.example' })
    expect(await readFile(join(folder, 'ca.pem'), 'utf8')).toBe(second.certificate)
    expect((await openAuthority({ folder: null, dns: 'corp.example' })).file).toBeNull()
  })

  it('replaces a certificate that does not name the machine', async () => {
    const store = await openFolderStore(folder)
    const own = await makeAuthorityCertificate('Bramble lab CA')
    await store.keep('authority', isUsable, async () => own)
    const before = await store.keep('service', isUsable, () => sign(own, { hostName: 'bcs.corp.example' }))
    const issued = await (await openAuthority({ folder, dns: 'corp.example' })).issue('service', 'valid')
    expect(issued.certificate).not.toBe(before.certificate)
    expect(new X509Certificate(issued.certificate).checkHost('localhost')).toBe('localhost')
  })

  it('replaces its certificates when the domain has changed', async () => {
    const first = await openAuthority({ folder, dns: 'corp.example' })
    await first.issue('service', 'valid')
    const second = await openAuthority({ folder, dns: 'lab.example' })
    const issued = await second.issue('service', 'valid')
    expect(new X509Certificate(issued.certificate).checkHost('bcs.lab.example')).toBe('bcs.lab.example')
    expect(second.certificate).toBe(first.certificate)
  })

  it('replaces a certificate on disk that has expired', async () => {
    const store = await openFolderStore(folder)
    const own = await makeAuthorityCertificate('Bramble lab CA')
    await store.keep('authority', isUsable, async () => own)
    await store.keep('service', isUsable, () => sign(own, { hostName: 'bcs.corp.example', isExpired: true }))
    const authority = await openAuthority({ folder, dns: 'corp.example' })
    const issued = await authority.issue('service', 'valid')
    expect(authority.certificate).toBe(own.certificate)
    expect(Date.parse(new X509Certificate(issued.certificate).validTo)).toBeGreaterThan(systemTime())
  })

  it('replaces a certificate that another authority signed', async () => {
    const first = await openAuthority({ folder, dns: 'corp.example' })
    await first.issue('service', 'valid')
    await rm(file('authority.pem'))
    const second = await openAuthority({ folder, dns: 'corp.example' })
    const issued = new X509Certificate((await second.issue('service', 'valid')).certificate)
    expect(issued.verify(new X509Certificate(second.certificate).publicKey)).toBe(true)
  })

  it.each([
    ['garbage', () => 'not a certificate'],
    ['half a file', (text: string) => text.slice(0, 900)],
    ['a damaged certificate', (text: string) => text.replace(/MII.{40}/, 'MIIxxxx')],
  ])('fails with the path of a file that holds %s, and does not change the file', async (_what, damage) => {
    await openAuthority({ folder, dns: 'corp.example' })
    const damaged = damage(await readFile(file('authority.pem'), 'utf8'))
    await writeFile(file('authority.pem'), damaged)
    const opening = openAuthority({ folder, dns: 'corp.example' })
    await expect(opening).rejects.toThrow(Failure)
    await expect(opening).rejects.toThrow(file('authority.pem'))
    await expect(opening).rejects.toHaveProperty('remedy', expect.stringContaining('move it away'))
    expect(await readFile(file('authority.pem'), 'utf8')).toBe(damaged)
  })

  it('fails with the path of a file whose key does not belong to its certificate', async () => {
    const authority = await openAuthority({ folder, dns: 'corp.example' })
    await authority.issue('service', 'valid')
    const own = await readFile(file('authority.pem'), 'utf8')
    const service = await readFile(file('service.pem'), 'utf8')
    const keyStart = '-----BEGIN PRIVATE KEY-----'
    await writeFile(
      file('service.pem'),
      service.slice(0, service.indexOf(keyStart)) + own.slice(own.indexOf(keyStart)),
    )
    const again = await openAuthority({ folder, dns: 'corp.example' })
    await expect(again.issue('service', 'valid')).rejects.toThrow('do not belong together')
  })

  it('is the same for processes that start at the same time', async () => {
    const opened = await Promise.all(
      Array.from({ length: 4 }, () => openAuthority({ folder, dns: 'corp.example' })),
    )
    expect(new Set(opened.map((authority) => authority.certificate)).size).toBe(1)
    const issued = await Promise.all(opened.map((authority) => authority.issue('service', 'valid')))
    expect(new Set(issued.map((each) => each.certificate)).size).toBe(1)
    expect((await readdir(join(folder, 'certificates'))).sort()).toEqual(['authority.pem', 'service.pem'])
  })

  it('fails with the path of a folder that cannot be used', async () => {
    await writeFile(join(folder, 'certificates'), 'a file where a folder should be')
    await expect(openAuthority({ folder, dns: 'corp.example' })).rejects.toThrow(join(folder, 'certificates'))
  })
})

describe('the names of the machine in a certificate', () => {
  it.each([
    ['vm', '127.0.0.1 localhost\n127.0.1.1 vm.lab.example vm # us\n10.0.0.1 other', ['vm', 'vm.lab.example']],
    ['VM', '127.0.1.1\tVM.Lab.example   vm\r\n', ['vm', 'vm.lab.example']],
    ['vm.lab.example', '', ['vm.lab.example']],
    ['vm', '# vm hidden.example\n', ['vm']],
    ['localhost', '127.0.0.1 localhost localhost.localdomain', ['localhost.localdomain']],
    ['10.0.0.7', '', []],
    ['no name', '127.0.0.1 no name', []],
    ['a_b', '', []],
    ['', '', []],
  ])('machine %j with the hosts file %j: %j', (machine, hosts, expected) => {
    expect(certificateNames(machine, hosts)).toEqual(expected)
  })
})
