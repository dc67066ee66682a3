import { asBuffer } from '../../../base/bytes/index.ts'
import type { SipRequest } from '../../../protocols/sip/index.ts'
import { attribute, descendants, readXml, type XmlElement, XmlError } from '../../../protocols/xml/index.ts'
import { usualCategories } from '../category-documents.ts'

/** As many people as one subscription may watch: their presence together must fit into one message. */
export const mostResources = 250
/** Maximum of users that one SUBSCRIBE may name. Those beyond the limit of a subscription must be watched by another one. */
const mostNamed = 2_000

/** The documents that are lists of people. */
export const listTypes = ['application/msrtc-adrl-categorylist+xml', 'application/adrl+xml']

/** What the body of a presence SUBSCRIBE says. */
export interface PresenceWish {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** Null where none are named. */
  readonly categories: readonly string[] | null
  readonly isBatch: boolean
}

/**
 * Reads `application/msrtc-adrl-categorylist+xml` (MS-PRES section 2.2.2.1), or the `application/adrl+xml` of Live
 * Communications Server 2005. Without a body it is the Request-URI that is watched (RFC 3856).
 * @throws XmlError, SipParseError
 */
export function readPresenceWish(request: SipRequest): PresenceWish {
  const body = asBuffer(request.body).toString()
  if (body.trim() === '' || !listTypes.includes(bodyType(request))) {
    return { added: [request.uri], removed: [], categories: null, isBatch: false }
  }
  const root = readXml(body)
  const actions = [
    ...descendants(root, 'action'),
    ...descendants(root, 'create'),
    ...descendants(root, 'add'),
  ]
  const removals = [
    ...actions.filter((each) => attribute(each, 'name') === 'unsubscribe'),
    ...descendants(root, 'delete'),
  ]
  const additions = actions.filter((each) => !removals.includes(each))
  const added = (additions.length > 0 || removals.length > 0 ? additions : [root]).flatMap(resourcesOf)
  const removed = removals.flatMap(resourcesOf)
  if (added.length + removed.length > mostNamed) throw new XmlError('names too many people')
  const categories = descendants(root, 'category').flatMap((each) => attribute(each, 'name') ?? [])
  return {
    added,
    removed,
    categories: categories.length > 0 ? [...new Set(categories)].slice(0, 32) : null,
    isBatch: true,
  }
}

/** Without its parameters, in lower case; empty where there is none. */
export function bodyType({ headers }: SipRequest): string {
  return (headers.get('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

function resourcesOf(element: XmlElement): string[] {
  return descendants(element, 'resource').flatMap((each) => attribute(each, 'uri') ?? [])
}

export const categoriesOr = (named: readonly string[] | null) => named ?? usualCategories

/** The parts of a roaming-self subscription; all where none are named. @throws XmlError */
export function readRoamingParts(body: string): ReadonlySet<string> {
  const asked =
    body.trim() === ''
      ? []
      : descendants(readXml(body), 'roaming').flatMap((each) => attribute(each, 'type') ?? [])
  return new Set(asked.length > 0 ? asked : ['categories', 'containers', 'subscribers'])
}
