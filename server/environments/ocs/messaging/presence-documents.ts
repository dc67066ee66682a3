import type { Presence } from '#contract'
import { BoundedMap } from '../../../base/index.ts'
import { parseAddressOfRecord } from '../../../protocols/sip/index.ts'
import {
  attribute,
  child,
  childrenOf,
  descendants,
  readXml,
  type XmlElement,
  xml,
} from '../../../protocols/xml/index.ts'
import { typeOf } from './incoming-content.ts'
import { readMultipart } from './multipart.ts'

export const batchType = 'application/msrtc-adrl-categorylist+xml'
export const publishType = 'application/msrtc-category-publish+xml'
const categoriesType = 'application/msrtc-event-categories+xml'

/** The content types that the watcher of a list accepts (MS-PRES section 3.4). */
export const presenceAccept = `${categoriesType}, application/rlmi+xml, multipart/related`

export interface SeenPresence {
  /** Address of record. */
  readonly sipAddress: string
  readonly presence: Presence
}

/** The published number of each presence: the middle of its range in Communicator's scale. */
const numbers: Readonly<Record<Presence, number>> = {
  available: 3_500,
  busy: 6_500,
  'do-not-disturb': 9_500,
  away: 15_500,
  offline: 18_500,
}

/** 3000-5999 available (or idle), 6000-8999 busy, 9000-11999 do not disturb, 12000-17999 away, from 18000 offline. */
function presenceOf(availability: number): Presence {
  if (availability >= 18_000 || availability < 3_000) return 'offline'
  if (availability >= 12_000) return 'away'
  if (availability >= 9_000) return 'do-not-disturb'
  return availability >= 6_000 ? 'busy' : 'available'
}

/** Batched subscription, MS-PRES section 2.2.2.1: `action` subscribe or unsubscribe. */
export function batchSubscription(
  own: string,
  action: 'subscribe' | 'unsubscribe',
  addresses: readonly string[],
): string {
  const categories = xml(
    'categoryList',
    { xmlns: 'http://schemas.microsoft.com/2006/09/sip/categorylist' },
    xml('category', { name: 'state' }),
  )
  return xml(
    'batchSub',
    { xmlns: 'http://schemas.microsoft.com/2006/01/sip/batch-subscribe', uri: own, name: '' },
    xml(
      'action',
      { name: action, id: 1 },
      xml('adhocList', {}, ...addresses.map((uri) => xml('resource', { uri }))),
      action === 'subscribe' ? categories : '',
    ),
  )
}

/** Maximum documents that are remembered, and maximum characters of each. A document about the state of one user has about 450. */
const mostRemembered = 500
const longestRemembered = 2_000

/** Reads presence. All watchers of a user get the same document, which is parsed once. */
export class PresenceReader {
  readonly #remembered = new BoundedMap<string, readonly SeenPresence[]>(mostRemembered)

  /**
   * Reads a NOTIFY or the answer to a SUBSCRIBE: one categories document, or several together.
   * @throws XmlError
   */
  read(contentType: string, body: string): readonly SeenPresence[] {
    if (typeOf(contentType).startsWith('multipart/')) {
      return readMultipart(contentType, body).flatMap(({ type, body: part }) => this.read(type, part.trim()))
    }
    if (typeOf(contentType) !== categoriesType) return []
    const known = this.#remembered.get(body)
    if (known) return known
    const presences = readCategories(body)
    // Remember a copy: a part of a multipart body would keep the whole body in memory.
    if (body.length <= longestRemembered) this.#remembered.set(Buffer.from(body).toString(), presences)
    return presences
  }
}

function readCategories(body: string): SeenPresence[] {
  const root = readXml(body)
  const sipAddress = parseAddressOfRecord(attribute(root, 'uri') ?? '')
  const availability = aggregatedState(root)
  return sipAddress === null || availability === null
    ? []
    : [{ sipAddress, presence: presenceOf(availability) }]
}

/** The aggregate state, which the server makes from all states of a user; any other state if there is no aggregate. */
function aggregatedState(root: XmlElement): number | null {
  const states = childrenOf(root, 'category').flatMap((each) => childrenOf(each, 'state'))
  const state = states.find((each) => attribute(each, 'type') === 'aggregateState') ?? states[0]
  const value = state && child(state, 'availability')?.text.trim()
  return value && /^\d{1,6}$/.test(value) ? Number(value) : null
}

/** One state to publish, with the version that the server has (MS-PRES section 2.2.2.3). */
export interface StatePublication {
  /** Observed at this endpoint, or chosen by the person. */
  readonly kind: 'machineState' | 'userState'
  presence: Presence
  readonly instance: number
  readonly container: number
  version: number
}

export function publishDocument(own: string, publications: readonly StatePublication[]): string {
  return xml(
    'publish',
    { xmlns: 'http://schemas.microsoft.com/2006/09/sip/rich-presence' },
    xml(
      'publications',
      { uri: own },
      ...publications.map(({ kind, presence, instance, container, version }) =>
        xml(
          'publication',
          {
            categoryName: 'state',
            instance,
            container,
            version,
            // A chosen state belongs to the user, so it outlives the endpoint.
            expireType: kind === 'machineState' ? 'endpoint' : 'user',
          },
          xml(
            'state',
            {
              xmlns: 'http://schemas.microsoft.com/2006/09/sip/state',
              'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
              manual: kind === 'userState',
              'xsi:type': kind,
            },
            xml('availability', {}, String(numbers[presence])),
          ),
        ),
      ),
    ),
  )
}

/**
 * The server's versions of the states that it rejected, by position from 1 (MS-PRES section 2.2.2.4).
 * @throws XmlError
 */
export function readConflicts(body: string): Map<number, number> {
  const conflicts = new Map<number, number>()
  for (const operation of descendants(readXml(body), 'operation')) {
    const index = Number(attribute(operation, 'index') ?? Number.NaN)
    const version = Number(attribute(operation, 'curVersion') ?? Number.NaN)
    if (Number.isSafeInteger(index) && Number.isSafeInteger(version)) conflicts.set(index, version)
  }
  return conflicts
}
