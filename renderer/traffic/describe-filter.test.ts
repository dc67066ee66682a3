import { expect, it } from 'vitest'
import { parseFrameFilter } from '#contract'
import { wordsOf } from '#words'
import { describeFilter } from './describe-filter.ts'

function read(filter: string, language: 'en' | 'de' = 'en'): string {
  const parsed = parseFrameFilter(filter)
  if (parsed.problem !== null || parsed.tree === null) throw new Error(parsed.problem ?? 'it is empty')
  return describeFilter(parsed.tree, wordsOf(language).page.filter)
}

it.each([
  ['REGISTER alice', 'Frames with “REGISTER”, with “alice”.'],
  ['sip user:alice -hop:wireless', 'Frames with protocol SIP, of user alice, not on the hop wireless.'],
  ['(srp or ldap) size>2000', 'Frames (with protocol SRP or with protocol LDAP), of more than 2000 bytes.'],
  ['step:4d or (flow:none gap>5s)', 'Frames in step 4d or (of no login, after a pause of more than 5s).'],
  ['not (tls or ldap)', 'Frames not (with protocol TLS or with protocol LDAP).'],
  [
    'header:From=alice time:10:00..10:05',
    'Frames with “alice” in the SIP header From, between 10:00 and 10:05.',
  ],
  [
    'status>=400 took>200ms',
    'Frames that are SIP responses with status at least 400, that answer after more than 200ms.',
  ],
])('reads %s back', (filter, words) => expect(read(filter)).toBe(words))

it('reads a filter back in German', () => {
  expect(read('user:alice (step:5 or step:6) -body:"hallo du"', 'de')).toBe(
    'Frames von Benutzer alice, (in Schritt 5 oder in Schritt 6), nicht mit „hallo du“ im Inneren.',
  )
})
