import { asBuffer } from '../../base/bytes/index.ts'
import { foldText } from './distinguished-name.ts'
import type { Domain } from './domain.ts'
import type { Value } from './entry.ts'
import { guidBytesOf, sidBytes } from './identifiers.ts'
import { keyOfName } from './named-object.ts'
import { type AttributeType, classNamed, type Syntax } from './schema.ts'
import { readGeneralizedTime } from './times.ts'
import type { Contents, Tree } from './tree.ts'

/** An asserted value of an attribute, parsed once and then compared with many values ([MS-ADTS] 3.1.1.2.2.4). */
export interface Assertion {
  equals(value: Value): boolean
  /** Negative if the value precedes the asserted one; null if the attribute has no order. */
  order: ((value: Value) => number) | null
}

/** @returns null for a value that does not match the attribute's syntax: the assertion is then undefined */
export function readAssertion(
  type: AttributeType,
  bytes: Uint8Array,
  { domain, tree }: Contents,
): Assertion | null {
  const text = asBuffer(bytes).toString('utf8')
  switch (type.syntax) {
    case 'text':
      return ordered(foldText(text), (value) => foldText(textOf(value)))
    case 'exact-text':
      return ordered(text, textOf)
    case 'boolean':
      return text === 'TRUE' || text === 'FALSE' ? unordered((value) => value === text) : null
    case 'integer':
    case 'large-integer': {
      const number = readInteger(text, type.syntax)
      return number === null ? null : ordered(number, (value) => BigInt(textOf(value)))
    }
    case 'time': {
      const time = readGeneralizedTime(text)
      return time === null ? null : ordered(time, timeReader())
    }
    case 'dn': {
      const key = type.name === 'objectCategory' ? keyOfCategory(domain, tree, text) : keyOfName(tree, text)
      return key === null ? null : unordered((value) => keyOfValue(value) === key)
    }
    case 'class': {
      const known = classNamed(text)
      return known ? unordered((value) => value === known.name || value === known.oid) : null
    }
    case 'octets':
      return ofOctets(bytes)
    case 'sid':
      return ofOctets(sidBytes(text) ?? bytes)
    case 'guid':
      return ofOctets(guidBytesOf(text) ?? bytes)
  }
}

/** Thousands of entries in a row are of the same time. */
function timeReader(): (value: Value) => number {
  let last = { value: '' as Value, time: 0 }
  return (value) => {
    if (value !== last.value) last = { value, time: readGeneralizedTime(textOf(value)) ?? 0 }
    return last.time
  }
}

/** [MS-ADTS] 3.1.1.3.1.3.5: a class by its lDAPDisplayName stands for the category of its objects. */
function keyOfCategory(domain: Domain, tree: Tree, text: string): string | null {
  const known = text.includes('=') ? undefined : classNamed(text)
  return known ? domain.category(known.category).key : keyOfName(tree, text)
}

const widths: Partial<Record<Syntax, number>> = { integer: 32, 'large-integer': 64 }

/** Numbers beyond the sign bit count as the negative numbers with the same bits: 2147483656 is a groupType. */
export function readInteger(text: string, syntax: Syntax): bigint | null {
  const width = widths[syntax]
  if (width === undefined || !/^-?\d{1,20}$/.test(text)) return null
  const number = BigInt(text)
  if (number < -(1n << BigInt(width - 1)) || number >= 1n << BigInt(width)) return null
  return BigInt.asIntN(width, number)
}

export function textOf(value: Value): string {
  if (typeof value === 'string') return value
  return value instanceof Uint8Array ? asBuffer(value).toString('utf8') : value.dn
}

function keyOfValue(value: Value): string | null {
  return typeof value === 'string' || value instanceof Uint8Array ? null : value.key
}

function ordered<T extends string | number | bigint>(wanted: T, read: (value: Value) => T): Assertion {
  return {
    equals: (value) => read(value) === wanted,
    order: (value) => {
      const own = read(value)
      return own < wanted ? -1 : own > wanted ? 1 : 0
    },
  }
}

function unordered(equals: (value: Value) => boolean): Assertion {
  return { equals, order: null }
}

function ofOctets(wanted: Uint8Array): Assertion {
  const compare = (value: Value) => (value instanceof Uint8Array ? Buffer.compare(value, wanted) : -1)
  return { equals: (value) => compare(value) === 0, order: compare }
}
