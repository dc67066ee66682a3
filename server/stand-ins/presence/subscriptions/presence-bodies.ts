import { drawRandomHex } from '../../../base/bytes/index.ts'
import { xml } from '../../../protocols/xml/index.ts'
import { categoriesDocument } from '../category-documents.ts'
import { pidfDocument, presentityDocument } from '../plain-documents.ts'
import type { Presentities } from '../presentity.ts'
import type { AcceptedTypes } from './accepted-types.ts'
import type { PresenceForm, ServerSubscription, TypedBody } from './subscription.ts'

export const presenceTypes: Record<PresenceForm, string> = {
  categories: 'application/msrtc-event-categories+xml',
  presentity: 'text/xml+msrtc.pidf',
  pidf: 'application/pidf+xml',
}

/**
 * The richest form that the watcher names; plain SIP phones, and whoever takes anything, get PIDF, which is what one gets who
 * says nothing (RFC 3856 section 6.7). Null where it takes none of them.
 */
export function formFor(wanted: AcceptedTypes | null): PresenceForm | null {
  if (wanted === null) return 'pidf'
  const forms = ['categories', 'presentity', 'pidf'] as const
  const named = forms.find((form) => wanted.names(presenceTypes[form]))
  return named ?? [...forms].reverse().find((form) => wanted.accepts(presenceTypes[form])) ?? null
}

/** One user's presence, in the form that a subscription asks for. */
export function presenceBody(
  presentities: Presentities,
  subscription: ServerSubscription,
  aor: string,
): TypedBody {
  const { form, watcher, categories } = subscription
  const type = presenceTypes[form]
  if (form === 'categories') return { type, body: categoriesDocument(presentities, watcher, aor, categories) }
  const write = form === 'pidf' ? pidfDocument : presentityDocument
  return { type, body: presentities.documentOf(aor, form, () => write(presentities, aor)) }
}

/**
 * The presence of people on a list: RFC 4662 section 5, with the resource list (RLMI) first. Those who are unknown are on
 * it as terminated; those that the list has no room for are to be watched each on their own (MS-PRES section 3.4.5.1.3).
 */
export function batchBody(
  presentities: Presentities,
  subscription: ServerSubscription,
  presences: readonly (readonly [aor: string, content: TypedBody])[],
  { unknown = [], tooMany = [] }: { unknown?: readonly string[]; tooMany?: readonly string[] } = {},
): TypedBody {
  const boundary = drawRandomHex(16)
  const parts = presences.map(([aor, content], index) => ({
    aor,
    cid: `${index}.${boundary}@presence`,
    content,
  }))
  const list = xml(
    'list',
    {
      xmlns: 'urn:ietf:params:xml:ns:rlmi',
      uri: presentities.person(subscription.watcher).sipAddress,
      // Counts the notifications (RFC 4662 section 5.1).
      version: subscription.sequence,
      fullState: false,
    },
    ...parts.map(({ aor, cid }) =>
      xml(
        'resource',
        { uri: presentities.person(aor).sipAddress },
        xml('instance', { id: '0', state: 'active', cid }),
      ),
    ),
    ...tooMany.map((uri) => xml('resource', { uri }, xml('instance', { id: '0', state: 'resubscribe' }))),
    ...unknown.map((uri) =>
      xml('resource', { uri }, xml('instance', { id: '0', state: 'terminated', reason: 'noresource' })),
    ),
  )
  const all = [{ cid: 'resourceList', content: { type: 'application/rlmi+xml', body: list } }, ...parts]
  // An empty line more than RFC 2046 section 5.1.1 asks for: some clients cut a part's last two bytes off.
  const written = all.map(
    ({ cid, content }) =>
      `--${boundary}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <${cid}>\r\nContent-Type: ${content.type}\r\n\r\n${content.body}\r\n\r\n`,
  )
  return {
    type: `multipart/related;type="application/rlmi+xml";start="<resourceList>";boundary=${boundary}`,
    body: `${written.join('')}--${boundary}--\r\n`,
  }
}
