import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { createRealClock } from '../../../server/clock/index.ts'
import { createConnection, type LdapConnection } from '../../../server/directory/connection.ts'
import { bindWithNtlm } from '../../../server/directory/mechanisms.ts'
import { password } from '../../../server/stand-ins/directory/testing/fixtures.ts'
import { whyNot } from '../../witnesses/needs.ts'
import { slapdNeeds, startSlapd } from '../../witnesses/slapd.ts'
import { benchScript, cpuMsOf, missingProc, startNode } from '../processes.ts'
import type { Row, Sample } from '../row.ts'

const output = z.object({ port: z.number() })
const clock = createRealClock()
const administrator = { name: 'cn=admin,cn=config', password: 'secret' }

/** Opens the connection for all binds. */
function connectTo(port: number, ca: string | null): LdapConnection {
  return createConnection({
    clock,
    target: {
      host: '127.0.0.1',
      port,
      ca,
      serverName: ca === null ? null : 'dc.corp.example',
      isExternal: true,
    },
    guardMs: 600_000,
    observe: () => {},
    tap: { frame: () => {} },
  })
}

async function bindByNtlm(connection: LdapConnection): Promise<void> {
  const domain = { name: 'CORP', dns: 'corp.example' }
  const { isAuthenticated } = await bindWithNtlm(connection, { user: 'alice', password, domain }, clock.now())
  if (!isAuthenticated) throw new Error('the stand-in refuses a bind')
}

async function bindByPassword(connection: LdapConnection): Promise<void> {
  const answer = await connection.exchange(
    {
      kind: 'bindRequest',
      version: 3,
      name: administrator.name,
      authentication: { kind: 'simple', password: Buffer.from(administrator.password) },
    },
    'simple-bind',
  )
  if (answer.kind !== 'bindResponse' || answer.result.code !== 0) throw new Error('slapd refuses a bind')
}

/** @returns binds per second of the server's processor time */
async function measureBinds(count: number, pid: number, bind: () => Promise<void>): Promise<Sample> {
  const startedAt = performance.now()
  const before = cpuMsOf(pid)
  for (let number = 0; number < count; number += 1) await bind()
  const wallMs = performance.now() - startedAt
  const cpuMs = Math.max(cpuMsOf(pid) - before, 1)
  return { cpuMs, wallMs, value: (count * 1_000) / cpuMs }
}

export const ldapBind: Row = {
  name: 'ldap-bind',
  what: 'NTLM binds of the stand-in for Active Directory / simple binds of slapd over TLS, on one connection each',
  unit: 'binds per second of CPU of the server',
  goal: { atLeast: 0.5 },
  rounds: 7,
  missing: () => missingProc() ?? (whyNot(slapdNeeds) === null ? null : 'slapd'),
  async open(isSmall) {
    const standIn = await startNode([await benchScript('directory')])
    const slapd = await startSlapd([
      'database config',
      `rootdn "${administrator.name}"`,
      `rootpw ${administrator.password}`,
    ])
    const close = async () => {
      await standIn.stop()
      await slapd.remove()
    }
    try {
      const ours = connectTo(output.parse(JSON.parse(standIn.line)).port, null)
      await ours.open()
      const authority = await readFile(join(slapd.folder, 'ca.pem'), 'utf8')
      const theirs = connectTo(Number(new URL(slapd.urls.ldaps).port), authority)
      await theirs.open()
      await theirs.secure()
      const count = isSmall ? 10 : 3_000
      return {
        ours: () => measureBinds(count, standIn.pid, () => bindByNtlm(ours)),
        theirs: () => measureBinds(count, slapd.pid, () => bindByPassword(theirs)),
        async close() {
          ours.unbind()
          theirs.unbind()
          await close()
        },
      }
    } catch (error) {
      await close()
      throw error
    }
  },
}
