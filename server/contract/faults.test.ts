import { describe, expect, it } from 'vitest'
import { wordsOf } from '#words'
import {
  certificateFault,
  certificateFaults,
  certificateShown,
  certificatesAt,
} from './fault-certificates.ts'
import { fault, faultOf, writeFault, writtenFault } from './fault-forms.ts'
import { writeFaultValue } from './fault-key.ts'
import { commonFaultKeys, commonFaultKeysOf, faultKeys, faultKinds, faultKindsAt, faults } from './faults.ts'
import { faultPlaces } from './vocabulary.ts'

/** Every kind of fault at every place that has it. */
const all = faultPlaces.flatMap((at) => faultKindsAt(at).map((kind) => ({ at, kind })))

describe.each(all)('$kind at $at', ({ at, kind }) => {
  const keys = Object.entries(faultKeys(kind, at))

  it('has the same keys and defaults in files and over the API', () => {
    const defaults = keys.flatMap(([name, key]) => ('default' in key ? [[name, key.default]] : []))
    const expected = { at, kind, ...Object.fromEntries(defaults) }
    expect(fault.parse({ at, kind })).toEqual(expected)
    expect(faultOf(writtenFault.parse({ at, kind }))).toEqual(expected)
  })

  it('is the same after it was written and read', () => {
    const told = fault.parse({ at, kind, probability: 0.5 })
    expect(faultOf(writtenFault.parse(writeFault(told)))).toEqual(told)
  })

  it('refuses keys of other kinds', () => {
    expect(fault.safeParse({ at, kind, another: 1 }).success).toBe(false)
    expect(writtenFault.safeParse({ at, kind, another: 1 }).success).toBe(false)
  })
})

it('a place refuses faults of other places', () => {
  for (const at of faultPlaces) {
    const isRight = faultKinds.map((kind) => fault.safeParse({ at, kind }).success)
    expect([at, faultKinds.filter((_, index) => isRight[index])]).toEqual([at, faultKindsAt(at)])
  }
})

it('each wrong certificate corresponds to one fault of its place', () => {
  expect(certificatesAt('communicationsServer')).toEqual(['valid', 'expired', 'untrusted', 'wrong-name'])
  expect(certificatesAt('service')).toEqual(['valid', 'expired', 'untrusted', 'missing'])
  for (const kind of certificateFaults) {
    const [at] = faults[kind].places
    expect(certificateFault(at, certificateShown(at, kind))).toEqual({ at, kind })
  }
  expect(certificateFault('service', 'valid')).toBeNull()
})

/** Update the document with `npx vitest run --project=unit server/contract/faults -u`. */
it('docs/faults.md is up to date', async () => {
  const places = faultPlaces.map((at) => {
    const rows = faultKindsAt(at).map((kind) => {
      const keys = Object.entries(faultKeys(kind, at)).map(([name, key]) => {
        const usual =
          'default' in key ? `, \`${writeFaultValue(key, key.default)}\` unless told` : ', optional'
        return `\`${name}\`${usual}: ${key.means}`
      })
      return `| \`${kind}\` | ${faults[kind].means} | ${keys.join('<br>')} |`
    })
    const title = wordsOf('en').labels.faultPlace[at]
    return `## \`${at}\`: ${title}\n\n| kind | what it does | keys of its own |\n|---|---|---|\n${rows.join('\n')}\n`
  })
  const uncounted = all
    .filter(({ at, kind }) => !commonFaultKeysOf(kind, at).includes('first'))
    .map(({ at, kind }) => `\`${kind}\` at \`${at}\``)
  const common = Object.entries(commonFaultKeys).map(([name, { means }]) => {
    const except = name === 'first' ? `; not with what is a state: ${uncounted.join(', ')}` : ''
    return `| \`${name}\` | ${means}${except} |`
  })
  const document = `# Faults

Written by a test from the table in \`server/contract/faults.ts\`. A fault is \`{ at, kind }\`, the kind's own keys, and those
that every fault may have. Files write durations as \`90s\` and rates as \`40kbit\`; over the API they are milliseconds and bits
per second. How they are carried out is in [protocols/faults.md](protocols/faults.md).

| key of every fault | what it does |
|---|---|
${common.join('\n')}

${places.join('\n')}`
  await expect(document).toMatchFileSnapshot('../../docs/faults.md')
})
