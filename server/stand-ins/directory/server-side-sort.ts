import { asBuffer } from '../../base/bytes/index.ts'
import { resultCode, type SortKey } from '../../protocols/ldap/index.ts'
import { textOf } from './assertion.ts'
import { foldText } from './distinguished-name.ts'
import type { Entry, Value } from './entry.ts'
import { type AttributeType, attributeNamed } from './schema.ts'
import { readGeneralizedTime } from './times.ts'

/** RFC 2891, as Active Directory does it ([MS-ADTS] 3.1.1.3.4.1.13): by one key. */

/** Rules that say no more than the attribute's own order: RFC 4517's, and Active Directory's for each language. */
const orderingRules = new Set([
  ...['2.5.13.3', 'caseignoreorderingmatch', '2.5.13.6', 'caseexactorderingmatch'],
  ...['2.5.13.9', 'numericstringorderingmatch', '2.5.13.15', 'integerorderingmatch'],
  ...['2.5.13.28', 'generalizedtimeorderingmatch', '2.5.13.18', 'octetstringorderingmatch'],
])
const languageRule = /^1\.2\.840\.113556\.1\.4\.1[4-6]\d\d$/

export type Sorting =
  | { isPossible: true; sort(entries: readonly Entry[]): Entry[] }
  | { isPossible: false; code: number; attribute: string | null }

export function sortingBy(keys: readonly SortKey[]): Sorting {
  const [key] = keys
  if (!key || keys.length > 1) {
    return { isPossible: false, code: resultCode.unwillingToPerform, attribute: keys[1]?.attribute ?? null }
  }
  const { attribute, isReversed, orderingRule } = key
  const type = attributeNamed(attribute)
  if (!type || type.isConstructed) return { isPossible: false, code: resultCode.noSuchAttribute, attribute }
  if (
    orderingRule !== null &&
    !orderingRules.has(orderingRule.toLowerCase()) &&
    !languageRule.test(orderingRule)
  ) {
    return { isPossible: false, code: resultCode.inappropriateMatching, attribute }
  }
  const direction = isReversed ? -1 : 1
  return {
    isPossible: true,
    sort: (entries) =>
      entries
        .map((entry) => ({ entry, place: placeOf(entry, type) }))
        .sort((one, other) => direction * compare(one.place, other.place))
        .map(({ entry }) => entry),
  }
}

type Place = string | bigint | null

/** Of several values, the first in order is the sort key. */
function placeOf(entry: Entry, type: AttributeType): Place {
  const places = entry.values(type.name).map((value) => placeOfValue(value, type))
  return places.reduce((least: Place, place) => (compare(place, least) < 0 ? place : least), null)
}

function placeOfValue(value: Value, { syntax }: AttributeType): Place {
  if (value instanceof Uint8Array) return asBuffer(value).toString('hex')
  if (typeof value !== 'string') return value.key
  if (syntax === 'integer' || syntax === 'large-integer') return BigInt(value)
  if (syntax === 'time') return BigInt(readGeneralizedTime(value) ?? 0)
  return foldText(textOf(value))
}

/** RFC 2891 section 1.1: entries without the attribute come last. */
function compare(one: Place, other: Place): number {
  if (one === null || other === null) return (one === null ? 1 : 0) - (other === null ? 1 : 0)
  return one < other ? -1 : one > other ? 1 : 0
}
