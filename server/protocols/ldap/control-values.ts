import { BerWriter } from 'ldapts'
import { asBuffer } from '../../base/bytes/index.ts'
import { BerElements, berTag } from './ber.ts'
import { LdapError } from './ldap-error.ts'

/** Values of the controls that the stand-in directory accepts and sends. The readers throw LdapError. */

export interface PagedResults {
  /** In a request: entries per page. In an answer: the total number of entries. */
  size: number
  cookie: Uint8Array
}

export interface SortKey {
  attribute: string
  orderingRule: string | null
  isReversed: boolean
}

/** RFC 2696 section 2. */
export function readPagedResults(value: Uint8Array | null): PagedResults {
  const inner = contentOf(value)
  const size = inner.integer()
  if (size < 0) throw new LdapError('a page of negative size')
  return { size, cookie: inner.read(berTag.octetString) }
}

export function writePagedResults({ size, cookie }: PagedResults): Uint8Array {
  return sequence((writer) => {
    writer.writeInt(size)
    writer.writeBuffer(asBuffer(cookie), berTag.octetString)
  })
}

/** RFC 2891 section 1.1. */
export function readSortKeys(value: Uint8Array | null): SortKey[] {
  const list = contentOf(value)
  const keys: SortKey[] = []
  while (!list.isEmpty) {
    const key = list.within(berTag.sequence)
    const attribute = key.text()
    const orderingRule = key.takeOptional(0x80)
    const isReversed = key.peek() === 0x81 && key.boolean(0x81)
    keys.push({ attribute, orderingRule: orderingRule?.toString('utf8') ?? null, isReversed })
  }
  if (keys.length === 0) throw new LdapError('a sort control without a key')
  return keys
}

/** RFC 2891 section 1.2. @param attribute the attribute at fault, if there is one */
export function writeSortResult(code: number, attribute: string | null): Uint8Array {
  return sequence((writer) => {
    writer.writeEnumeration(code)
    if (attribute !== null) writer.writeString(attribute, 0x80)
  })
}

/** The one number of a control such as LDAP_SERVER_SEARCH_OPTIONS ([MS-ADTS] 3.1.1.3.4.1.12). */
export function readFlags(value: Uint8Array | null): number {
  return contentOf(value).integer()
}

function contentOf(value: Uint8Array | null): BerElements {
  if (!value) throw new LdapError('a control without its value')
  return new BerElements(value).within(berTag.sequence)
}

function sequence(write: (writer: BerWriter) => void): Uint8Array {
  const writer = new BerWriter()
  writer.startSequence()
  write(writer)
  writer.endSequence()
  return writer.buffer
}
