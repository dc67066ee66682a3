import { BerWriter } from 'ldapts'
import { asBuffer } from '../../base/bytes/index.ts'
import { berTag } from './ber.ts'
import { LdapError } from './ldap-error.ts'
import type { LdapControl, LdapMessage, LdapOperation, LdapResult } from './messages.ts'
import { operationTag } from './messages.ts'

/** Writes one LDAPMessage: the requests of the client and the answers of the stand-in. */
export function encodeMessage(
  message: Pick<LdapMessage, 'id' | 'operation'> & { controls?: readonly LdapControl[] },
): Uint8Array {
  const { controls = [], id, operation } = message
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id)
  writeOperation(writer, operation)
  if (controls.length > 0) constructed(writer, 0xa0, () => writeControls(writer, controls))
  writer.endSequence()
  return writer.buffer
}

function writeControls(writer: BerWriter, controls: readonly LdapControl[]): void {
  for (const { isCritical, oid, value } of controls) {
    constructed(writer, berTag.sequence, () => {
      writer.writeString(oid)
      if (isCritical) writer.writeBoolean(true)
      writeOptional(writer, value, berTag.octetString)
    })
  }
}

function writeOperation(writer: BerWriter, operation: LdapOperation): void {
  switch (operation.kind) {
    case 'bindRequest':
      return constructed(writer, operationTag.bindRequest, () => writeBindRequest(writer, operation))
    case 'bindResponse':
      return constructed(writer, operationTag.bindResponse, () => {
        writeResult(writer, operation.result)
        writeOptional(writer, operation.serverSaslCreds, 0x87)
      })
    case 'unbindRequest':
      return writer.writeBuffer(Buffer.alloc(0), operationTag.unbindRequest)
    case 'searchResultEntry':
      return constructed(writer, operationTag.searchResultEntry, () => {
        writer.writeString(operation.dn)
        constructed(writer, berTag.sequence, () => {
          for (const { name, values } of operation.attributes) {
            constructed(writer, berTag.sequence, () => {
              writer.writeString(name)
              constructed(writer, berTag.set, () => {
                for (const value of values) {
                  if (typeof value === 'string') writer.writeString(value)
                  else writer.writeBuffer(asBuffer(value), berTag.octetString)
                }
              })
            })
          }
        })
      })
    case 'searchResultDone':
      return constructed(writer, operationTag.searchResultDone, () => writeResult(writer, operation.result))
    case 'compareResponse':
      return constructed(writer, operationTag.compareResponse, () => writeResult(writer, operation.result))
    case 'sicilyBindResponse':
      return constructed(writer, operationTag.bindResponse, () => {
        writer.writeEnumeration(operation.code)
        writer.writeBuffer(asBuffer(operation.serverCredentials), berTag.octetString)
        writer.writeString(operation.diagnostic)
      })
    case 'extendedRequest':
      return constructed(writer, operationTag.extendedRequest, () => {
        writer.writeString(operation.oid, 0x80)
        writeOptional(writer, operation.value, 0x81)
      })
    case 'extendedResponse':
      return constructed(writer, operationTag.extendedResponse, () => {
        writeResult(writer, operation.result)
        if (operation.oid !== null) writer.writeString(operation.oid, 0x8a)
        writeOptional(writer, operation.value, 0x8b)
      })
    case 'unsupportedResponse':
      return constructed(writer, operation.responseTag, () => writeResult(writer, operation.result))
    case 'searchRequest':
    case 'compareRequest':
    case 'abandonRequest':
    case 'unsupportedRequest':
      throw new LdapError(`${operation.kind} is never sent from here`)
  }
}

function writeBindRequest(
  writer: BerWriter,
  { version, name, authentication }: Extract<LdapOperation, { kind: 'bindRequest' }>,
): void {
  writer.writeInt(version)
  writer.writeString(name)
  if (authentication.kind === 'simple') writer.writeBuffer(asBuffer(authentication.password), 0x80)
  if (authentication.kind === 'sasl') {
    constructed(writer, 0xa3, () => {
      writer.writeString(authentication.mechanism)
      writeOptional(writer, authentication.credentials, berTag.octetString)
    })
  }
}

function writeResult(writer: BerWriter, result: LdapResult): void {
  writer.writeEnumeration(result.code)
  writer.writeString(result.matchedDn)
  writer.writeString(result.diagnostic)
}

function writeOptional(writer: BerWriter, value: Uint8Array | null, tag: number): void {
  if (value) writer.writeBuffer(asBuffer(value), tag)
}

function constructed(writer: BerWriter, tag: number, write: () => void): void {
  writer.startSequence(tag)
  write()
  writer.endSequence()
}
