import { nameInAddress } from '#contract'
import { parseAddressOfRecord } from '../../../protocols/sip/index.ts'
import {
  attribute,
  childrenOf,
  escapeXml,
  readXml,
  type XmlElement,
  xml,
} from '../../../protocols/xml/index.ts'

export const contactsType = 'application/vnd-microsoft-roaming-contacts+xml'
export const soapType = 'application/SOAP+xml'

const envelope = 'http://schemas.xmlsoap.org/soap/envelope/'
const methods = 'http://schemas.microsoft.com/winrtc/2002/11/sip'

interface ListedContact {
  /** Address of record. */
  readonly sipAddress: string
  readonly name: string
}

/** The content of a roaming-contacts document ([MS-SIP], roaming contacts). */
export interface ContactsChange {
  /** The whole list, or the difference from the one before. */
  readonly isWhole: boolean
  readonly set: readonly ListedContact[]
  /** Addresses of record. */
  readonly removed: readonly string[]
  /** The number of the list's new state, and of the state that a difference starts from; null if missing. */
  readonly delta: number | null
}

/**
 * Reads a contactList or a contactDelta.
 * @throws XmlError
 */
export function readContacts(body: string): ContactsChange {
  const root = readXml(body)
  const number = Number(attribute(root, 'deltaNum') ?? Number.NaN)
  const named = (...names: string[]) => names.flatMap((name) => childrenOf(root, name))
  return {
    isWhole: root.localName === 'contactList',
    set: named('contact', 'addedContact', 'modifiedContact').flatMap(listed),
    removed: named('deletedContact').flatMap(
      (each) => parseAddressOfRecord(attribute(each, 'uri') ?? '') ?? [],
    ),
    delta: Number.isSafeInteger(number) ? number : null,
  }
}

/** The user part of the address stands for a missing name. */
function listed(element: XmlElement): ListedContact[] {
  const sipAddress = parseAddressOfRecord(attribute(element, 'uri') ?? '')
  if (sipAddress === null) return []
  return [{ sipAddress, name: attribute(element, 'name') || nameInAddress(sipAddress) }]
}

/** setContact and deleteContact ([MS-SIP], contact management); `delta` is the number of the list's present state. */
export function contactRequest(change: 'add' | 'remove', contact: string, delta: number): string {
  const field = (name: string, value: string) => xml(`m:${name}`, {}, escapeXml(value))
  const fields =
    change === 'add'
      ? [
          field('displayName', ''),
          field('groups', '1'),
          field('subscribed', 'true'),
          field('URI', contact),
          field('externalURI', ''),
        ]
      : [field('URI', contact)]
  const request = xml(
    change === 'add' ? 'm:setContact' : 'm:deleteContact',
    { 'xmlns:m': methods },
    ...fields,
    field('deltaNum', String(delta)),
  )
  return xml('SOAP-ENV:Envelope', { 'xmlns:SOAP-ENV': envelope }, xml('SOAP-ENV:Body', {}, request))
}
