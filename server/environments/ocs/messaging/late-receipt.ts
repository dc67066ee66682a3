import { attribute, readXml, XmlError, xml } from '../../../protocols/xml/index.ts'

/**
 * Invented: an INFO within the dialog that reports the final outcome of a message that was answered 202 Accepted, or asks for
 * it again. It is sent only to a peer with the option tag in its Supported header, which is another service of this kind.
 */
export const receiptTag = 'x-bramble-receipt'
export const receiptType = 'application/x-bramble-receipt+xml'

const lateStates = ['delivered', 'rejected', 'unconfirmed'] as const
export type LateState = (typeof lateStates)[number]

export interface LateReceipt {
  /** CSeq number of the MESSAGE. */
  readonly sequence: number
  readonly state: LateState
}

/** Asks the peer for the receipt of a message, which may be lost. */
export interface ReceiptQuestion {
  /** CSeq number of the MESSAGE. */
  readonly asksFor: number
}

export function writeReceiptQuestion({ asksFor }: ReceiptQuestion): string {
  return xml('receipt-question', { sequence: asksFor })
}

export function writeLateReceipt({ sequence, state }: LateReceipt): string {
  return xml('receipt', { sequence, state })
}

/** @returns null if the body is neither */
export function readLateReceipt(body: string): LateReceipt | ReceiptQuestion | null {
  try {
    const root = readXml(body)
    const sequence = Number(attribute(root, 'sequence') ?? Number.NaN)
    if (!Number.isSafeInteger(sequence)) return null
    if (root.localName === 'receipt-question') return { asksFor: sequence }
    const state = lateStates.find((each) => each === attribute(root, 'state'))
    return root.localName !== 'receipt' || state === undefined ? null : { sequence, state }
  } catch (error) {
    if (error instanceof XmlError) return null
    throw error
  }
}
