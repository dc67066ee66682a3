import { parseNumber } from '../../protocols/sip/index.ts'
import {
  attribute,
  child,
  childrenOf,
  readXml,
  rewriteXml,
  type XmlElement,
  XmlError,
} from '../../protocols/xml/index.ts'
import type { PublishedState } from './aggregate.ts'
import type { Member } from './containers.ts'
import { type ExpireType, mostPublications, type PublicationRequest } from './publications.ts'

const expireTypes: readonly ExpireType[] = ['endpoint', 'user', 'static', 'time']
const highest = 2 ** 32 - 1

/**
 * Reads `application/msrtc-category-publish+xml` (MS-PRES section 2.2.2.3).
 * @throws XmlError
 */
export function readPublish(
  body: string,
  epid: string | null,
): { uri: string; requests: PublicationRequest[] } {
  const root = readXml(body)
  const publications = child(root, 'publications')
  if (root.localName !== 'publish' || !publications) throw new XmlError('is not a publish document')
  const elements = childrenOf(publications, 'publication')
  if (elements.length > mostPublications) throw new XmlError('has too many publications')
  const requests = elements.map((each) => readPublication(each, epid))
  return { uri: attribute(publications, 'uri') ?? '', requests }
}

function readPublication(element: XmlElement, epid: string | null): PublicationRequest {
  const category = attribute(element, 'categoryName') ?? ''
  if (!/^[\w.:-]{1,100}$/.test(category)) throw new XmlError('has a publication without a category')
  const type = attribute(element, 'expireType') ?? 'static'
  const expireType = expireTypes.find((each) => each === type)
  if (!expireType) throw new XmlError('has a publication with an unknown expireType')
  const [content] = element.children
  return {
    category,
    instance: numberOf(element, 'instance'),
    container: numberOf(element, 'container'),
    version: numberOf(element, 'version'),
    expireType,
    expires: attribute(element, 'expires') === null ? null : numberOf(element, 'expires'),
    epid,
    content: content ? rewriteXml(content) : '',
    state: category === 'state' && content ? readState(content) : null,
  }
}

function readState(element: XmlElement): PublishedState | null {
  const value = child(element, 'availability')
  if (!value) return null
  const number = parseNumber(value.text.trim(), 100_000)
  if (number === null) throw new XmlError('has an availability that is no number')
  const activity = child(element, 'activity')
  return {
    kind: attribute(element, 'type') ?? '',
    availability: number,
    activity: activity ? rewriteXml(activity) : '',
  }
}

/** One container's change. */
export interface ContainerChange {
  readonly id: number
  readonly version: number
  readonly added: readonly Member[]
  readonly removed: readonly Member[]
}

/** Reads `application/msrtc-setcontainermembers+xml` (MS-PRES section 2.2.2.5). @throws XmlError */
export function readContainerChanges(body: string): ContainerChange[] {
  const root = readXml(body)
  if (root.localName !== 'setContainerMembers') throw new XmlError('is not a setContainerMembers document')
  return childrenOf(root, 'container').map((container) => {
    const members = (action: string) =>
      childrenOf(container, 'member')
        .filter((each) => (attribute(each, 'action') ?? 'add') === action)
        .map((each) => ({ type: attribute(each, 'type') ?? 'user', value: attribute(each, 'value') ?? '' }))
    return {
      id: numberOf(container, 'id'),
      version: numberOf(container, 'version'),
      added: members('add'),
      removed: members('remove'),
    }
  })
}

function numberOf(element: XmlElement, name: string): number {
  const number = parseNumber(attribute(element, name) ?? '0', highest)
  if (number === null) throw new XmlError(`has a ${name} that is no number`)
  return number
}
