import { type FaultView, fault } from './fault-forms.ts'
import { type FaultKind, type FaultTable, faultKinds, faultRow, faults } from './faults.ts'
import type { CertificateKind, FaultPlace } from './vocabulary.ts'

/** A kind of fault that changes the certificate that its place shows. */
export type CertificateFault = {
  [K in FaultKind]: FaultTable[K] extends { shows: CertificateKind } ? K : never
}[FaultKind]
type CertificateAt<P extends FaultPlace> =
  | 'valid'
  | {
      [K in CertificateFault]: P extends FaultTable[K]['places'][number] ? FaultTable[K]['shows'] : never
    }[CertificateFault]

/** All kinds of fault that change a certificate. */
export const certificateFaults: readonly CertificateFault[] = faultKinds.filter(isCertificateFault)

export function isCertificateFault(kind: FaultKind): kind is CertificateFault {
  return faultRow(kind).shows !== undefined
}

/** The certificates that a place can be made to show. */
export function certificatesAt<P extends FaultPlace>(at: P): CertificateAt<P>[]
export function certificatesAt(at: FaultPlace): CertificateKind[] {
  const wrong = certificateFaults.filter((kind) => faultRow(kind).places.includes(at))
  return ['valid', ...wrong.map((kind) => faults[kind].shows)]
}

/** The certificate that a place shows while it has a fault. Null: its own. */
export function certificateShown<P extends FaultPlace>(
  at: P,
  kind: CertificateFault | null,
): CertificateAt<P> {
  return certificatesAt(at).find((one) => kind !== null && one === faults[kind].shows) ?? 'valid'
}

/** The fault that makes a place show a certificate. @returns null for the valid certificate, which needs no fault */
export function certificateFault(at: FaultPlace, certificate: CertificateKind): FaultView | null {
  const kind = certificateFaults.find((one) => faults[one].shows === certificate)
  return kind === undefined ? null : fault.parse({ at, kind })
}
