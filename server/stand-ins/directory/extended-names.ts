import { asBuffer } from '../../base/bytes/index.ts'
import { shown, type Value } from './entry.ts'
import { guidText } from './identifiers.ts'
import type { Tree } from './tree.ts'

/**
 * Writes names as LDAP_SERVER_EXTENDED_DN_OID asks ([MS-ADTS] 3.1.1.3.4.1.5): `<GUID=…>;<SID=…>;CN=…`, with the identifiers
 * of what the name leads to.
 */
export function extendedNames(tree: Tree, form: 'hex' | 'text'): (value: Value) => string | Uint8Array {
  return (value) => {
    if (typeof value === 'string' || value instanceof Uint8Array) return value
    const entry = tree.find(value.key)
    const [guid] = entry?.values('objectGUID') ?? []
    const [sid] = entry?.values('objectSid') ?? []
    const parts: (string | Uint8Array)[] = []
    if (guid instanceof Uint8Array) parts.push(`<GUID=${form === 'text' ? guidText(guid) : hexOf(guid)}>`)
    if (sid instanceof Uint8Array) parts.push(`<SID=${form === 'text' ? sidText(sid) : hexOf(sid)}>`)
    return [...parts, shown(value)].join(';')
  }
}

function hexOf(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('hex')
}

function sidText(sid: Uint8Array): string {
  const bytes = Buffer.from(sid)
  const numbers = Array.from({ length: bytes[1] ?? 0 }, (_, index) => bytes.readUInt32LE(8 + 4 * index))
  return ['S', bytes[0], bytes.readUIntBE(2, 6), ...numbers].join('-')
}
