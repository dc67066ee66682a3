import { expect, test } from 'vitest'
import { type FlowView, stepDetail } from '#contract'
import { compareFields, compareLayers, compareSteps, differingBytes } from './compare.ts'

const field = (name: string, value: string) => ({ name, value, depth: 0, range: null, about: null })
const layer = (title: string, ...fields: ReturnType<typeof field>[]) => ({
  title,
  fields,
  note: '',
  bytes: null,
  text: null,
  side: 'wire' as const,
  origin: null,
})

test('fields of one name stand beside each other, and the others where they belong', () => {
  const left = [field('Via', 'a'), field('Via', 'b'), field('From', 'x'), field('Date', 'now')]
  const right = [field('via', 'a'), field('Expires', '0'), field('From', 'y')]
  expect(compareFields(left, right).map(({ name, difference }) => [name, difference])).toEqual([
    ['Via', 'same'],
    ['Expires', 'right'],
    ['Via', 'left'],
    ['From', 'changed'],
    ['Date', 'left'],
  ])
})

test('layers are paired by title', () => {
  const compared = compareLayers(
    [layer('TLS'), layer('LDAP', field('Result', '0'))],
    [layer('LDAP', field('Result', '49')), layer('NTLM')],
  )
  expect(compared.map(({ title, left, right }) => [title, left !== null, right !== null])).toEqual([
    ['TLS', true, false],
    ['LDAP', true, true],
    ['NTLM', false, true],
  ])
  expect(compared[1]?.fields).toMatchObject([{ left: '0', right: '49', difference: 'changed' }])
})

test('bytes that only one has count as different', () => {
  expect(differingBytes(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 9))).toBe(2)
})

test('steps of two logins carry the times since each began', () => {
  const detail = stepDetail.parse({ code: 'no-power', facts: {} })
  const login = (startedAt: number, ...steps: [step: string, at: number][]): FlowView => ({
    id: `${startedAt}`,
    handheld: 'alice',
    pin: '2100000A',
    user: 'alice',
    startedAt,
    endedAt: null,
    result: null,
    steps: steps.map(([step, at]) => ({ step, at, outcome: 'done', detail })),
  })
  const compared = compareSteps(['1', '2'], login(100, ['1', 100], ['2', 130]), login(900, ['1', 905]))
  expect(compared).toMatchObject([
    { step: '1', left: { afterMs: 0 }, right: { afterMs: 5 } },
    { step: '2', left: { afterMs: 30 }, right: null },
  ])
})
