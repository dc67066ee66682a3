import { withoutScheme } from '#contract'
import { escapeXml, xml } from '../../protocols/xml/index.ts'
import type { Presentities } from './presentity.ts'

/** How each range of availability is said to clients that know no categories. */
const ranges = [
  { from: 18_000, word: 'Offline', activity: 'away', online: 0, number: 0 },
  { from: 15_000, word: 'Away', activity: 'away', online: 300, number: 100 },
  { from: 12_000, word: 'Be Right Back', activity: 'away', online: 300, number: 300 },
  { from: 6_000, word: 'Busy', activity: 'busy', online: 300, number: 600 },
  { from: 4_500, word: 'Inactive', activity: 'away', online: 300, number: 200 },
  { from: 0, word: 'Available', activity: 'unknown', online: 300, number: 400 },
] as const

const lastRange = ranges[5]

function rangeOf(presentities: Presentities, aor: string) {
  const { availability } = presentities.stateOf(aor).state
  return ranges.find(({ from }) => availability >= from) ?? lastRange
}

/** `application/pidf+xml` (RFC 3863, with the activities of RFC 4480), for plain SIP phones. */
export function pidfDocument(presentities: Presentities, aor: string): string {
  const { word, activity, online } = rangeOf(presentities, aor)
  return xml(
    'presence',
    {
      xmlns: 'urn:ietf:params:xml:ns:pidf',
      'xmlns:dm': 'urn:ietf:params:xml:ns:pidf:data-model',
      'xmlns:rpid': 'urn:ietf:params:xml:ns:pidf:rpid',
      entity: presentities.person(aor).sipAddress,
    },
    xml(
      'tuple',
      { id: 'user' },
      xml('status', {}, xml('basic', {}, online > 0 ? 'open' : 'closed')),
      xml('note', {}, word),
    ),
    xml('dm:person', { id: 'person' }, xml('rpid:activities', {}, xml(`rpid:${activity}`, {}))),
  )
}

/** `text/xml+msrtc.pidf`: presence as Live Communications Server 2005 tells it ([MS-SIP], presentity document). */
export function presentityDocument(presentities: Presentities, aor: string): string {
  const { online, number } = rangeOf(presentities, aor)
  const { sipAddress, name } = presentities.person(aor)
  return xml(
    'presentity',
    { uri: escapeless(sipAddress) },
    xml('availability', { aggregate: online, description: '' }),
    xml('activity', { aggregate: number, description: '' }),
    xml('displayName', { displayName: name }),
    xml('email', { email: escapeless(sipAddress) }),
    xml('userInfo', {}, xml('note', {}, escapeXml(''))),
  )
}

/** The address without its scheme, as these documents have it. */
function escapeless(sipAddress: string): string {
  return withoutScheme(sipAddress)
}
