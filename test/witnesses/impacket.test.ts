import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAuthority } from '../../server/certificates/index.ts'
import { createRealClock } from '../../server/clock/index.ts'
import type { Directory } from '../../server/stand-ins/directory/index.ts'
import { password, startTestDirectory } from '../../server/stand-ins/directory/testing/fixtures.ts'
import { pythonNeeds, runPython } from './python.ts'
import { describeWitness } from './witness.ts'

/** impacket always uses the standard LDAP ports, so redirect its address look-ups to the port of the directory. */
const connected = `
import socket
real = socket.getaddrinfo
socket.getaddrinfo = lambda host, port, *rest: real("127.0.0.1", settings["port"], *rest)
from impacket.ldap import ldap, ldapasn1
connection = ldap.LDAPConnection(settings["url"], "dc=corp,dc=example", "127.0.0.1")
try:
  connection.login(settings["user"], settings["password"], settings["domain"])
  refusal = None
except ldap.LDAPSessionError as error:
  refusal = error.getErrorString()
`

describeWitness('impacket', pythonNeeds({ impacket: 'python3-impacket' }), () => {
  let directory: Directory
  beforeAll(async () => {
    const authority = await openAuthority({ folder: null, dns: 'corp.example' })
    directory = await startTestDirectory(createRealClock(), {
      certificate: await authority.issue('directory', 'valid'),
    })
  })
  afterAll(() => directory?.stop())

  const python = (program: string, settings: Record<string, unknown> = {}) =>
    runPython(connected + program, {
      port: directory.port,
      url: 'ldap://corp.example',
      user: 'alice',
      password,
      domain: 'CORP',
      ...settings,
    })

  test.each(['ldap://corp.example', 'ldaps://corp.example'])(
    'logs in to %s with NTLM, and searches',
    async (url) => {
      const said = await python(
        `
control = ldapasn1.SimplePagedResultsControl(criticality=True, size=3)
answer = connection.search(searchFilter="(&(objectCategory=person)(objectClass=user))", attributes=["sAMAccountName"], searchControls=[control])
names = [str(e["attributes"][0]["vals"][0]) for e in answer if isinstance(e, ldapasn1.SearchResultEntry)]
print(json.dumps([refusal, sorted(names)]))`,
        { url },
      )
      const users = [
        'account-expired',
        'alice',
        'disabled',
        'enabled',
        'locked',
        'must-change-password',
        'password-expired',
      ]
      expect(said).toEqual([null, users])
    },
  )

  test.each([
    ['alice', 'wrong', 'CORP', 'data 52e'],
    ['alice', password, 'OTHER', 'data 525'],
    ['locked', password, 'CORP', 'data 775'],
  ])('is refused as %s with %j of %s: %s', async (user, secret, domain, data) => {
    const said = await python('print(json.dumps(refusal))', { user, password: secret, domain })
    expect(said).toContain(data)
  })
})
