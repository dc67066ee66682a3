import { asBuffer } from '../../base/bytes/index.ts'
import { addressOfRecord, parseUri, readFrom, type SipRequest } from '../../protocols/sip/index.ts'
import { XmlError, xml } from '../../protocols/xml/index.ts'
import { type Answer, diagnostics } from '../sip-server/index.ts'
import { roamingDataDocument } from './category-documents.ts'
import type { ContactList } from './contacts/contact-list.ts'
import { carryOutContactRequest } from './contacts/contact-requests.ts'
import type { Presentities } from './presentity.ts'
import { readContainerChanges, readPublish } from './read-publish.ts'

export interface ServiceMethodOptions {
  presentities: Presentities
  contactsOf(aor: string): ContactList
  /** A user's own data changed; the endpoint that changed it knows already. */
  onSelfChanged(aor: string, epid: string | null): void
  onContactsChanged(aor: string, change: string): void
}

const forbidden: Answer = { status: 403, reason: 'Forbidden', diagnostic: diagnostics.notOwner }

/** SERVICE: publications and containers (MS-PRES sections 3.3 and 3.4), contacts (MS-SIP). */
export function createServiceMethod(options: ServiceMethodOptions): (request: SipRequest) => Answer {
  const { presentities } = options

  return (request) => {
    const from = readFrom(request.headers)
    const aor = addressOfRecord(parseUri(from.uri))
    const epid = from.parameters.get('epid')?.toLowerCase() ?? null
    // Users may publish only for themselves.
    if (addressOfRecord(parseUri(request.uri)) !== aor) return forbidden
    const type = (request.headers.get('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase()
    const body = asBuffer(request.body).toString()
    try {
      switch (type) {
        case 'application/msrtc-category-publish+xml':
          return publish(aor, epid, body)
        case 'application/msrtc-setcontainermembers+xml':
          return setContainerMembers(aor, body)
        case 'application/msrtc-presence-setsubscriber+xml':
          return { status: 200, reason: 'OK' }
        case 'application/soap+xml':
          return soap(aor, body)
        default:
          return { status: 415, reason: 'Unsupported Media Type', headers: [['Accept', accepted]] }
      }
    } catch (error) {
      if (error instanceof XmlError) {
        return { status: 400, reason: 'Bad Request', diagnostic: diagnostics.unreadableXml }
      }
      throw error
    }
  }

  function publish(aor: string, epid: string | null, body: string): Answer {
    const { uri, requests } = readPublish(body, epid)
    if (uri !== '' && addressOfRecord(parseUri(uri)) !== aor) return forbidden
    const outcome = presentities.of(aor).publications.publish(requests)
    if (outcome === 'too-much') return { status: 413, reason: 'Request Entity Too Large' }
    if (outcome.length > 0)
      return fault(outcome.map(({ index, version }) => ({ index, curVersion: version })))
    return {
      ...withBody(
        'application/vnd-microsoft-roaming-self+xml',
        roamingDataDocument(presentities, aor, new Set(['categories']), epid),
      ),
      afterwards() {
        presentities.onChange(aor)
        options.onSelfChanged(aor, epid)
      },
    }
  }

  function setContainerMembers(aor: string, body: string): Answer {
    const { containers } = presentities.of(aor)
    const changes = readContainerChanges(body)
    const conflicts = changes.flatMap(({ id, version }, position) => {
      const current = containers.versionOf(id)
      return current === version ? [] : [{ index: position + 1, curVersion: current }]
    })
    if (conflicts.length > 0) return fault(conflicts)
    for (const { id, added, removed } of changes) {
      if (!containers.change(id, added, removed)) return { status: 413, reason: 'Request Entity Too Large' }
    }
    return {
      status: 200,
      reason: 'OK',
      afterwards() {
        presentities.onChange(aor)
        options.onSelfChanged(aor, null)
      },
    }
  }

  function soap(aor: string, body: string): Answer {
    const { body: answer, change, isRefused } = carryOutContactRequest(body, options.contactsOf(aor))
    if (isRefused) return { status: 403, reason: 'Forbidden', diagnostic: diagnostics.contactLimit }
    return {
      ...withBody('application/SOAP+xml', answer),
      afterwards() {
        if (change !== null) options.onContactsChanged(aor, change)
      },
    }
  }
}

const accepted =
  'application/msrtc-category-publish+xml, application/msrtc-setcontainermembers+xml, application/SOAP+xml'

function withBody(type: string, body: string, status = 200, reason = 'OK'): Answer {
  return { status, reason, headers: [['Content-Type', type]], body: Buffer.from(body) }
}

/** MS-PRES section 2.2.2.4: the versions that are there, so that the client can publish again. */
function fault(operations: readonly { index: number; curVersion: number }[]): Answer {
  const body = xml(
    'Fault',
    { xmlns: 'http://schemas.microsoft.com/2006/09/sip/fault' },
    xml('Faultcode', {}, 'Client.BadCall.WrongDelta'),
    xml('details', {}, ...operations.map((each) => xml('operation', each))),
  )
  return withBody('application/msrtc-fault+xml', body, 409, 'Conflict')
}
