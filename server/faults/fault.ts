import type { FaultKind, FaultPlace } from '#contract'

/** Something that is broken on purpose. */
export type Fault = {
  at: FaultPlace
  /** Which of several instances at the place; all of them unless told. */
  instance?: string | undefined
  /** From 0 to 1: the chance with which each occasion is hit; always unless told. */
  probability?: number | undefined
} & (
  | {
      kind: Exclude<
        FaultKind,
        'latency' | 'slow-close' | 'bandwidth' | 'answer' | 'clock-skew' | 'older-client' | 'version-filter'
      >
    }
  /** Milliseconds. */
  | { kind: 'latency'; delay: number; jitter?: number | undefined }
  | { kind: 'slow-close'; delay: number }
  /** Bits per second. */
  | { kind: 'bandwidth'; rate: number }
  /** How far its clock is ahead, in milliseconds. */
  | { kind: 'clock-skew'; offset: number }
  /** Such as `2.0.6362`. */
  | { kind: 'older-client'; version: string }
  | { kind: 'version-filter'; minimum: string }
  /** The code means something at each place only; see the place. */
  | { kind: 'answer'; code: string | number }
)

export type FaultOf<K extends FaultKind> = Fault & { kind: K }

/** The wrong certificates of a server, and of the service as its half of MTLS, which a client may leave out. */
export const serverCertificateFaults = [
  'certificate-expired',
  'certificate-untrusted',
  'certificate-name',
] as const
export const serviceCertificateFaults = [
  'certificate-expired',
  'certificate-untrusted',
  'certificate-missing',
] as const

/** One certificate is shown at a time. */
export const certificateFaults = [...serverCertificateFaults, 'certificate-missing'] as const
export type CertificateFault = (typeof certificateFaults)[number]

export function isCertificateFault(kind: FaultKind): kind is CertificateFault {
  return certificateFaults.some((one) => one === kind)
}
