import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { detailInEnglish } from '../../server/words/testing/in-english.ts'
import { type LabInVirtualTime, people, startLabInVirtualTime } from '../flows/lab-in-virtual-time.ts'
import { type Slapd, slapdNeeds, startSlapd } from './slapd.ts'
import { describeWitness } from './witness.ts'

describeWitness("OpenLDAP's server", slapdNeeds, () => {
  let slapd: Slapd
  let lab: LabInVirtualTime | null = null
  beforeAll(async () => {
    slapd = await startSlapd()
  })
  afterEach(async () => {
    await lab?.lab.stop()
    lab = null
  })
  afterAll(() => slapd?.remove())

  test.each(['ldap', 'ldaps'] as const)(
    'is reported as not being Active Directory, over %s',
    async (scheme) => {
      const url = slapd.urls[scheme]
      const external = { url, domain: 'CORP', ca: 'ca.pem' }
      lab = await startLabInVirtualTime(
        { ...people('alice'), directory: { external } },
        { baseFolder: slapd.folder },
      )
      for (const [user, name] of [
        ['alice', 'alice@corp.example'],
        ['CORP\\alice', 'CORP\\alice'],
      ] as const) {
        expect(await lab.logIn('alice', user)).toBe('unavailable')
        const flow = (await lab.snapshot()).flows.at(-1)
        expect(detailInEnglish(flow?.steps.find(({ step }) => step === '4d')?.detail)).toBe(
          `Active Directory cannot be asked: the server at ${new URL(url).host} takes neither GSS-SPNEGO ` +
            `(authMethodNotSupported) nor a bind as ${name} (invalidDNSyntax): it is no Active Directory`,
        )
      }
    },
  )
})
