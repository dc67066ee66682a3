import type { Authority, CertificateRole, IssuedCertificate, IssuedKind } from '../certificates/index.ts'
import type { CertificateFault, FaultGate } from '../faults/index.ts'

/** Null: none is shown. */
const issuedKinds: Record<CertificateFault, IssuedKind | null> = {
  'certificate-expired': 'expired',
  'certificate-untrusted': 'untrusted',
  'certificate-name': 'wrong-name',
  'certificate-missing': null,
}

/** The certificate that a part shows in place of its own to connections that a fault hits. */
export class WrongCertificate {
  readonly #role: CertificateRole
  #fault: CertificateFault | null = null
  #issued: IssuedCertificate | null = null

  constructor(role: CertificateRole) {
    this.#role = role
  }

  /** The fault that asks for it; null: the part shows its own. */
  get fault(): CertificateFault | null {
    return this.#fault
  }

  /** Null: none is shown. */
  get issued(): IssuedCertificate | null {
    return this.#issued
  }

  /** Issues what the faults of a place ask for now. @returns whether that is another one than before */
  async follow({ certificate }: FaultGate, authority: Authority): Promise<boolean> {
    if (certificate === this.#fault) return false
    this.#fault = certificate
    const kind = certificate && issuedKinds[certificate]
    this.#issued = kind && (await authority.issue(this.#role, kind))
    return true
  }

  /** The part was started anew, and shows its own. */
  reset(): void {
    this.#fault = null
    this.#issued = null
  }
}
