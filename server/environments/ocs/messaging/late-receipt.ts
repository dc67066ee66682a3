import { attribute, readXml, XmlError, xml } from '../../../protocols/xml/index.ts'

/**
 * Invented: what became of a message that was answered 202 Accepted, told in an INFO within the dialog once it is known.
 * Only to a peer that names the option tag in Supported, as another service of this kind does.
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

export function writeLateReceipt({ sequence, state }: LateReceipt): string {
  return xml('receipt', { sequence, state })
}

/** @returns null where it is none */
export function readLateReceipt(body: string): LateReceipt | null {
  try {
    const root = readXml(body)
    const sequence = Number(attribute(root, 'sequence') ?? Number.NaN)
    const state = lateStates.find((each) => each === attribute(root, 'state'))
    if (root.localName !== 'receipt' || !Number.isSafeInteger(sequence)) return null
    return state === undefined ? null : { sequence, state }
  } catch (error) {
    if (error instanceof XmlError) return null
    throw error
  }
}
