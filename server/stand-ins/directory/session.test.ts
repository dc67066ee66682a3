import { beforeEach, describe, expect, test } from 'vitest'
import { type LdapControl, LdapError, type LdapOperation, resultCode } from '../../protocols/ldap/index.ts'
import { createNtlmClient, ntHash } from '../../protocols/ntlm/index.ts'
import type { LdapSession } from './session.ts'
import {
  ask,
  bind,
  boundSession,
  codeOf,
  contents,
  control,
  dn,
  newSession,
  search as searchAt,
  secret,
  usersDn,
  type Wanted,
} from './testing/session-fixture.ts'

let session: LdapSession
beforeEach(() => {
  session = boundSession()
})

const search = (request: Wanted, controls: LdapControl[] = [], at = session) =>
  searchAt(at, request, controls)

describe('a simple bind', () => {
  const guid = () => {
    const [value] = search({ text: '(cn=alice)' }).entries[0]?.attributes.objectGUID ?? []
    const hex = Buffer.from(value as Uint8Array)
    const part = (from: number, to: number) => hex.subarray(from, to).reverse().toString('hex')
    return `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}-${hex.toString('hex', 8, 10)}-${hex.toString('hex', 10)}`
  }

  test.each([
    'alice@corp.example',
    'ALICE@CORP.EXAMPLE',
    'alice@CORP',
    'CORP\\alice',
    'corp\\Alice',
    'corp.example\\alice',
    `CN=alice,${usersDn}`,
    `2.5.4.3=\\61lice, cn=Users, ${dn}`,
    `CN="alice",${usersDn}`,
    'corp.example/Users/alice',
    'corp.example/Users\nalice',
    'Alice Archer',
    'alice archer',
    `<SID=${'sid'}>`,
    '{guid}',
    'sid',
  ])('as %s succeeds', (name) => {
    const [sid] = search({ text: '(cn=alice)' }).entries[0]?.attributes.objectSid ?? []
    const rid = Buffer.from(sid as Uint8Array).readUInt32LE(24)
    const real = name.replace('sid', `${contents.domain.sid}-${rid}`).replace('guid', guid())
    const at = newSession()
    expect(codeOf(bind(at, real, secret))).toBe(0)
    expect(at.isBound).toBe(true)
  })

  test.each([
    'alice',
    '\\alice',
    'OTHER\\alice',
    'CORP\\',
    'CORP\\\\alice',
    'CORP\\alice@corp.example',
    'alice@other.example',
    'alice@',
    '@corp.example',
    'alice@corp.example@corp.example',
    ' ',
    `CN=alice,CN=Builtin,${dn}`,
    `CN=Bramble Users,${usersDn}`,
    usersDn,
    'CN=alice',
    'cn=nonsense"',
    '{00000000-0000-0000-0000-000000000000}',
    'S-1-5-32-545',
    'corp.example/alice',
    'Archer',
  ])('as %s fails', (name) => {
    const at = newSession()
    expect(codeOf(bind(at, name, secret))).toBe(resultCode.invalidCredentials)
    expect(at.isBound).toBe(false)
  })

  test('without a password is anonymous, whichever user it names', () => {
    for (const name of ['', 'alice@corp.example', 'nobody']) {
      expect(codeOf(bind(session, name, ''))).toBe(0)
      expect(session.isBound).toBe(false)
      expect(search({}).code).toBe(resultCode.operationsError)
    }
  })

  test('that fails leaves the session unbound', () => {
    expect(codeOf(bind(session, 'alice@corp.example', 'wrong'))).toBe(resultCode.invalidCredentials)
    expect(search({}).code).toBe(resultCode.operationsError)
  })

  test.each([
    [2, 0],
    [3, 0],
    [0, resultCode.protocolError],
    [1, resultCode.protocolError],
    [4, resultCode.protocolError],
    [-1, resultCode.protocolError],
  ])('of version %s ends with %s', (version, code) => {
    expect(codeOf(bind(session, 'alice@corp.example', secret, version))).toBe(code)
  })
})

describe('a Sicily bind', () => {
  const sicily = (
    step: 'package-discovery' | 'negotiate' | 'response',
    token: Uint8Array = new Uint8Array(0),
  ) => {
    const authentication = { kind: 'sicily', step, token } as const
    return ask(session, { kind: 'bindRequest', version: 3, name: '', authentication })[0]
  }
  const client = (user: string, password: string, ofDomain = 'CORP') =>
    createNtlmClient({ user, domain: ofDomain, workstation: '', ntHash: ntHash(password) }, { now: 0 })
  const credentials = (answer: LdapOperation | undefined) => {
    if (answer?.kind !== 'sicilyBindResponse') throw new Error('no Sicily answer')
    return answer.serverCredentials
  }

  test('names NTLM', () => {
    expect(Buffer.from(credentials(sicily('package-discovery'))).toString()).toBe('NTLM')
    expect(session.isBound).toBe(false)
  })

  test.each([
    ['alice', secret, 'CORP', 0, ''],
    ['ALICE', secret, 'corp', 0, ''],
    ['alice', secret, 'corp.example', 0, ''],
    ['alice', 'wrong', 'CORP', 49, 'data 52e'],
    ['alice', secret, 'OTHER', 49, 'data 525'],
    ['locked', secret, 'CORP', 49, 'data 775'],
  ])('as %s with %s of %s ends with %s %s', (user, password, ofDomain, code, data) => {
    const ntlm = client(user, password, ofDomain)
    const challenged = sicily('negotiate', ntlm.negotiate())
    expect(challenged).toMatchObject({ code: 0 })
    expect(session.isBound).toBe(false)
    const answer = sicily('response', ntlm.authenticate(credentials(challenged)).token)
    expect(answer).toMatchObject({ code, diagnostic: expect.stringContaining(data) })
    expect(session.isBound).toBe(code === 0)
  })

  test('that is out of order or malformed is refused', () => {
    const ntlm = client('alice', secret)
    const { token } = ntlm.authenticate(credentials(sicily('negotiate', ntlm.negotiate())))
    expect(codeOf(bind(session, 'alice@corp.example', secret))).toBe(0)
    expect(sicily('response', token)).toMatchObject({ code: resultCode.invalidCredentials })
    expect(sicily('negotiate', Buffer.from('nonsense'))).toMatchObject({
      code: resultCode.invalidCredentials,
    })
    expect(sicily('negotiate', token)).toMatchObject({ code: resultCode.invalidCredentials })
    expect(session.isBound).toBe(false)
  })

  test('does not allow StartTLS before it ends', () => {
    sicily('negotiate', client('alice', secret).negotiate())
    const startTls = { kind: 'extendedRequest', oid: '1.3.6.1.4.1.1466.20037', value: null } as const
    const { answers, next } = session.handle(
      { id: 2, operation: startTls, controls: [] },
      { isEncrypted: false },
    )
    expect([codeOf(answers.map(({ operation }) => operation)), next]).toEqual([
      resultCode.operationsError,
      'go-on',
    ])
  })
})

describe('operations', () => {
  test.each<[string, LdapOperation]>([
    [
      'a bindResponse',
      { kind: 'bindResponse', result: { code: 0, matchedDn: '', diagnostic: '' }, serverSaslCreds: null },
    ],
    [
      'an extendedResponse',
      {
        kind: 'extendedResponse',
        result: { code: 0, matchedDn: '', diagnostic: '' },
        oid: null,
        value: null,
      },
    ],
  ])('%s is not a request', (_, operation) => {
    expect(() => ask(session, operation)).toThrow(LdapError)
  })

  test('writes are refused, and unknown extended operations fail', () => {
    const modify = { kind: 'unsupportedRequest', name: 'modifyRequest', responseTag: 0x67 } as const
    expect(codeOf(ask(session, modify))).toBe(resultCode.unwillingToPerform)
    expect(codeOf(ask(session, modify, [control('1.2.840.113556.1.4.805')]))).toBe(
      resultCode.unwillingToPerform,
    )
    expect(codeOf(ask(session, modify, [control('1.2.3.4')]))).toBe(resultCode.unavailableCriticalExtension)
    for (const oid of ['1.3.6.1.1.8', '1.2.3.4', '']) {
      expect(codeOf(ask(session, { kind: 'extendedRequest', oid, value: null }))).toBe(
        resultCode.protocolError,
      )
    }
    const oid = '1.3.6.1.4.1.1466.20037'
    const withValue = ask(session, { kind: 'extendedRequest', oid, value: Buffer.from('x') })
    expect(codeOf(withValue)).toBe(resultCode.protocolError)
    expect(ask(session, { kind: 'abandonRequest' })).toEqual([])
    expect(search({ text: '(cn=alice)' }).entries).toHaveLength(1)
  })

  test('a constructed attribute in a filter fails with inappropriateMatching', () => {
    expect(search({ text: '(canonicalName=x)' }).code).toBe(resultCode.inappropriateMatching)
  })
})
