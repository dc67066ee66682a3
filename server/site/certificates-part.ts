import { type Authority, openAuthority } from '../certificates/index.ts'
import { AfterStart, type Part } from './part.ts'

/** The lab's own certificate authority, which issues the certificates of the other parts. */
export class CertificatesPart implements Part {
  readonly part = 'certificates'
  readonly #options: { folder: string | null; dns: string }
  readonly #authority = new AfterStart<Authority>(this.part)

  /** @param options `folder`: folder of this install's certificates and keys; null keeps them in memory only */
  constructor(options: { folder: string | null; dns: string }) {
    this.#options = options
  }

  get authority(): Authority {
    return this.#authority.get()
  }

  async start(): Promise<void> {
    this.#authority.set(await openAuthority(this.#options))
  }

  describe() {
    return {}
  }
}
