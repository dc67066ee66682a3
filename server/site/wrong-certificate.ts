import { type CertificateFault, faults } from '#contract'
import type { Authority, CertificateRole, IssuedCertificate } from '../certificates/index.ts'
import type { FaultGate } from '../faults/index.ts'

/** The wrong certificate that a part shows to connections that a fault affects. */
export class WrongCertificate {
  readonly #role: CertificateRole
  #fault: CertificateFault | null = null
  #issued: IssuedCertificate | null = null

  constructor(role: CertificateRole) {
    this.#role = role
  }

  /** The fault that requires it. Null: the part shows its own certificate. */
  get fault(): CertificateFault | null {
    return this.#fault
  }

  /** The wrong certificate. Null: no certificate is shown. */
  get issued(): IssuedCertificate | null {
    return this.#issued
  }

  /** Issues the certificate that the faults of a place require. @returns whether it has changed */
  async follow({ certificate }: FaultGate, authority: Authority): Promise<boolean> {
    if (certificate === this.#fault) return false
    this.#fault = certificate
    const shown = certificate && faults[certificate].shows
    this.#issued = shown === null || shown === 'missing' ? null : await authority.issue(this.#role, shown)
    return true
  }

  /** Call when the part was restarted and shows its own certificate again. */
  reset(): void {
    this.#fault = null
    this.#issued = null
  }
}
