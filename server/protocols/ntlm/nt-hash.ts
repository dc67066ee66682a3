/// <reference path="./js-md4.d.ts" />
import md4 from 'js-md4'

/**
 * The NT hash of a password, which is all that a domain keeps of it ([MS-NLMP] 3.3.1, NTOWFv1: MD4 of the password in
 * UTF-16LE). MD4 comes from `js-md4`, because OpenSSL 3 refuses it.
 */
export function ntHash(password: string): Uint8Array {
  return new Uint8Array(md4.arrayBuffer(Buffer.from(password, 'utf16le')))
}
