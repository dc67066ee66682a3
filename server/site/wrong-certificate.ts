import { type CertificateFault, faults } from '#contract'
import type { Authority, CertificateRole, IssuedCertificate } from '../certificates/index.ts'
import type { FaultGate } from '../faults/index.ts'

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
    const shown = certificate && faults[certificate].shows
    this.#issued = shown === null || shown === 'missing' ? null : await authority.issue(this.#role, shown)
    return true
  }

  /** The part was started anew, and shows its own. */
  reset(): void {
    this.#fault = null
    this.#issued = null
  }
}
