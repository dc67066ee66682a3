import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAuthority } from '../../server/certificates/index.ts'
import { createRealClock } from '../../server/clock/index.ts'
import type { Directory } from '../../server/stand-ins/directory/index.ts'
import { password, startTestDirectory } from '../../server/stand-ins/directory/testing/fixtures.ts'
import { pythonNeeds, runPython } from './python.ts'
import { openTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'
import { describeWitness } from './witness.ts'

/**
 * The beginning of each program: connects and binds according to the settings, and leaves the result in `connection`. NTLM needs
 * MD4, which OpenSSL no longer has. ldap3 also looks for it in the package `Crypto`, which Debian calls `Cryptodome`.
 */
const connected = `
import Cryptodome.Hash.MD4
sys.modules["Crypto"] = Cryptodome
sys.modules["Crypto.Hash"] = Cryptodome.Hash
import ssl, ldap3
tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=settings["ca"])
server = ldap3.Server("127.0.0.1", port=settings["port"], use_ssl=settings.get("ldaps", False), tls=tls, get_info=ldap3.ALL)
authentication = ldap3.NTLM if settings.get("ntlm") else ldap3.SIMPLE
connection = ldap3.Connection(server, user=settings["user"], password=settings["password"], authentication=authentication)
connection.open()
if settings.get("startTls"): connection.start_tls()
bound = connection.bind()
result = {k: v for k, v in connection.result.items() if k in ("result", "description", "message")}
base = "dc=corp,dc=example"
`

const needs = pythonNeeds({ ldap3: 'python3-ldap3', Cryptodome: 'python3-pycryptodome' })

describeWitness('python3-ldap3', needs, () => {
  let directory: Directory
  let folder: TemporaryFolder

  beforeAll(async () => {
    folder = await openTemporaryFolder()
    const authority = await openAuthority({ folder: null, dns: 'corp.example' })
    await writeFile(join(folder.path, 'ca.pem'), authority.certificate)
    directory = await startTestDirectory(createRealClock(), {
      certificate: await authority.issue('directory', 'valid'),
    })
  })
  afterAll(async () => {
    await directory?.stop()
    await folder?.remove()
  })

  const python = (program: string, settings: Record<string, unknown> = {}) =>
    runPython(connected + program, {
      port: directory.port,
      ca: join(folder.path, 'ca.pem'),
      user: 'CORP\\alice',
      password,
      ...settings,
    })

  test.each([
    ['in the clear', {}],
    ['over StartTLS', { startTls: true }],
    ['over LDAPS', { ldaps: true }],
  ])('binds with NTLM %s, and learns its identity', async (_, how) => {
    const said = await python('print(json.dumps([bound, result, connection.extend.standard.who_am_i()]))', {
      ntlm: true,
      ...how,
    })
    expect(said).toEqual([true, expect.objectContaining({ result: 0 }), 'u:CORP\\alice'])
  })

  test.each([
    ['CORP\\alice', 'wrong', '52e'],
    ['CORP\\nobody', password, '525'],
    ['OTHER\\alice', password, '525'],
    ['CORP\\disabled', password, '533'],
    ['CORP\\locked', password, '775'],
  ])('is refused as %s with %j: data %s', async (user, secret, data) => {
    const said = await python('print(json.dumps([bound, result]))', { ntlm: true, user, password: secret })
    expect(said).toEqual([
      false,
      expect.objectContaining({ result: 49, message: expect.stringContaining(data) }),
    ])
  })

  test('reads the schema and recognises the server as Active Directory', async () => {
    const said = await python(
      `
info = server.info
print(json.dumps([info.other["defaultNamingContext"], "1.2.840.113556.1.4.319" in [c[0] for c in info.supported_controls],
  server.schema.attribute_types["sAMAccountName"].oid, server.schema.object_classes["user"].superior]))`,
      { startTls: true },
    )
    expect(said).toEqual([['DC=corp,DC=example'], true, '1.2.840.113556.1.4.221', ['organizationalPerson']])
  })

  test('finds users page by page', async () => {
    const said = await python(
      `
found = [e["attributes"] for e in connection.extend.standard.paged_search(base,
  "(&(objectCategory=person)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))",
  attributes=["sAMAccountName", "objectGUID", "objectSid", "whenCreated", "memberOf"], paged_size=2, paged_criticality=True, generator=True)]
alice = [a for a in found if a["sAMAccountName"] == "alice"][0]
print(json.dumps([len(found), alice["objectGUID"], alice["objectSid"], str(alice["whenCreated"]), alice["memberOf"]]))`,
      { startTls: true },
    )
    expect(said).toEqual([
      6,
      expect.stringMatching(/^\{[0-9a-f-]{36}\}$/),
      expect.stringMatching(/^S-1-5-21(-\d+){4}$/),
      '2009-02-03 08:00:00+00:00',
      ['CN=Bramble Users,CN=Users,DC=corp,DC=example'],
    ])
  })

  test('compares attributes', async () => {
    const said = await python(
      `
dn = "CN=alice,CN=Users," + base
results = []
for attribute, value in [("sAMAccountName", "ALICE"), ("sAMAccountName", "bob"), ("title", "x")]:
  connection.compare(dn, attribute, value)
  results.append(connection.result["description"])
print(json.dumps(results))`,
      { startTls: true },
    )
    expect(said).toEqual(['compareTrue', 'compareFalse', 'noSuchAttribute'])
  })

  test('cannot modify entries', async () => {
    const said = await python(
      `
connection.modify("CN=alice,CN=Users," + base, {"title": [(ldap3.MODIFY_REPLACE, ["x"])]})
print(json.dumps(connection.result["description"]))`,
      { startTls: true },
    )
    expect(said).toBe('unwillingToPerform')
  })
})
