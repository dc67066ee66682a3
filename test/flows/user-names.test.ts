import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LabFileInput } from '../../server/files/index.ts'
import { type LabInVirtualTime, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

/** A typed name means the same user in every environment, whichever server checks the password. */
const environments: [string, LabFileInput][] = [
  ['OCS 2007 R2, where the directory checks it', { service: { environment: 'ocs2007r2' } }],
  [
    'OCS 2007, where the Communications Server checks it',
    { service: { environment: 'ocs2007' }, communicationsServer: { authentication: ['ntlm'] } },
  ],
  [
    'OCS 2007 that also admits plain SIP phones',
    { service: { environment: 'ocs2007' }, communicationsServer: { authentication: ['ntlm', 'none'] } },
  ],
  [
    'OCS 2007 that asks for no password, where the directory checks it',
    { service: { environment: 'ocs2007' }, communicationsServer: { authentication: ['none'] } },
  ],
]

const names: [string, string][] = [
  ['alice', 'accepted'],
  ['ALICE', 'accepted'],
  [' alice ', 'accepted'],
  ['CORP\\alice', 'accepted'],
  ['corp\\Alice', 'accepted'],
  ['corp.example\\alice', 'accepted'],
  ['CORP.EXAMPLE\\ALICE', 'accepted'],
  ['\\alice', 'accepted'],
  ['alice@corp.example', 'accepted'],
  ['Alice@CORP.Example', 'accepted'],
  ['alice@CORP', 'accepted'],
  ['OTHER\\alice', 'bad-credentials'],
  ['other.example\\alice', 'bad-credentials'],
  ['CORP2\\alice', 'bad-credentials'],
  ['.\\alice', 'bad-credentials'],
  ['CORP\\\\alice', 'bad-credentials'],
  ['alice@other.example', 'bad-credentials'],
  ['alice@example', 'bad-credentials'],
  ['alice@', 'bad-credentials'],
  ['CORP\\alice@corp.example', 'bad-credentials'],
  ['CORP\\alice@other.example', 'bad-credentials'],
  ['alice@corp.example@corp.example', 'bad-credentials'],
  ['nobody', 'not-permitted'],
  ['CORP\\', 'not-permitted'],
  ['@corp.example', 'not-permitted'],
]

describe.each(environments)('with %s,', (_, file) => {
  let lab: LabInVirtualTime
  beforeAll(async () => {
    lab = await startLabInVirtualTime({ ...people('alice', 'bob'), ...file })
  })
  afterAll(() => lab?.lab.stop())

  it.each(names)('%j is %s', async (typed, result) => {
    expect(await lab.logIn('alice', typed)).toBe(result)
  })
})
