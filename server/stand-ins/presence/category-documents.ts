import { withoutScheme } from '#contract'
import { escapeXml, xml } from '../../protocols/xml/index.ts'
import { availability, type PublishedState } from './aggregate.ts'
import { blockedContainer } from './containers.ts'
import type { Presentities, Presentity } from './presentity.ts'
import type { Publication } from './publications.ts'

const namespace = 'http://schemas.microsoft.com/2006/09/sip'
const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance'

/** The default categories of a subscription. */
export const usualCategories = ['calendarData', 'contactCard', 'note', 'services', 'state']

/** The container in which the owner finds the aggregated state (MS-PRES section 3.3). */
const aggregateContainer = 2

/**
 * What a watcher sees of a user: `application/msrtc-event-categories+xml` (MS-PRES section 2.2.2.2). An empty
 * category is included, so that the watcher drops its old content.
 */
export function categoriesDocument(
  presentities: Presentities,
  watcher: string,
  aor: string,
  names: readonly string[],
): string {
  const isOwner = watcher === aor
  const container = isOwner ? aggregateContainer : presentities.of(aor).containers.containerFor(watcher)
  const view = JSON.stringify([isOwner ? 'own' : container, ...names])
  return presentities.documentOf(aor, view, () =>
    writeCategories(presentities, aor, isOwner, container, names),
  )
}

function writeCategories(
  presentities: Presentities,
  aor: string,
  isOwner: boolean,
  container: number,
  names: readonly string[],
): string {
  const presentity = presentities.of(aor)
  const isBlocked = container === blockedContainer
  const written = names.flatMap((name) => {
    if (name === 'state') return [stateCategory(presentities, aor, isBlocked, null)]
    if (name === 'contactCard') return [contactCard(presentities, aor, presentity.changedAt)]
    if (isBlocked) return [xml('category', { name })]
    const published = presentity.publications.all().filter((each) => {
      return each.category === name && (each.container === container || isOwner)
    })
    if (published.length === 0) return [xml('category', { name })]
    return published.map((each) => seenCategory(each))
  })
  const { sipAddress } = presentities.person(aor)
  return xml('categories', { xmlns: `${namespace}/categories`, uri: sipAddress }, ...written)
}

/** `application/vnd-microsoft-roaming-self+xml`: the owner's own view (MS-PRES section 2.2.2.6). */
export function roamingDataDocument(
  presentities: Presentities,
  aor: string,
  parts: ReadonlySet<string>,
  epid: string | null,
): string {
  const presentity = presentities.of(aor)
  const { sipAddress } = presentities.person(aor)
  const content: string[] = []
  if (parts.has('categories')) {
    const own = presentity.publications.all().map((each) => ownCategory(each, epid))
    const made = [stateCategory(presentities, aor, false, aggregateContainer)]
    content.push(xml('categories', { xmlns: `${namespace}/categories`, uri: sipAddress }, ...made, ...own))
  }
  if (parts.has('containers')) {
    content.push(xml('containers', { xmlns: `${namespace}/containers` }, ...containersOf(presentity)))
  }
  if (parts.has('subscribers'))
    content.push(xml('subscribers', { xmlns: `${namespace}/presence-subscribers` }))
  return xml('roamingData', { xmlns: `${namespace}/roaming-self` }, ...content)
}

function containersOf({ containers }: Presentity): string[] {
  return containers
    .all()
    .map(({ id, version, members }) =>
      xml(
        'container',
        { id, version },
        ...members.map(({ type, value }) => xml('member', { type, value: value === '' ? null : value })),
      ),
    )
}

function stateCategory(
  presentities: Presentities,
  aor: string,
  isBlocked: boolean,
  container: number | null,
): string {
  const { state, since } = presentities.stateOf(aor)
  const shown: PublishedState = isBlocked
    ? { ...state, availability: availability.offline, activity: '' }
    : state
  const time = formatTime(since)
  return xml(
    'category',
    {
      name: 'state',
      instance: 1,
      publishTime: time,
      ...(container === null ? {} : { container, version: 1, expireType: 'user' }),
    },
    xml(
      'state',
      {
        'xmlns:xsi': schemaInstance,
        xmlns: `${namespace}/state`,
        'xsi:type': 'aggregateState',
        lastActive: time,
      },
      xml('availability', {}, String(shown.availability)),
      shown.activity,
    ),
  )
}

function contactCard(presentities: Presentities, aor: string, since: number): string {
  const { sipAddress, name } = presentities.person(aor)
  return xml(
    'category',
    { name: 'contactCard', instance: 0, publishTime: formatTime(since) },
    xml(
      'contactCard',
      { xmlns: `${namespace}/contactcard` },
      xml(
        'identity',
        {},
        xml('name', {}, xml('displayName', {}, escapeXml(name))),
        xml('email', {}, escapeXml(withoutScheme(sipAddress))),
      ),
    ),
  )
}

function seenCategory({ category, instance, publishedAt, content }: Publication): string {
  return xml('category', { name: category, instance, publishTime: formatTime(publishedAt) }, content)
}

function ownCategory(publication: Publication, epid: string | null): string {
  const { category, instance, container, version, expireType, publishedAt, content } = publication
  const attributes = {
    name: category,
    instance,
    publishTime: formatTime(publishedAt),
    container,
    version,
    expireType,
  }
  // Another endpoint's machine is none of this one's publications, and says whose it is.
  const endpointId = publication.epid !== null && publication.epid !== epid ? publication.epid : null
  return xml('category', { ...attributes, endpointId }, content)
}

function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
