import { Failure } from '../../base/index.ts'

/** Bytes that are not the NTLM message that they should be. */
export class NtlmError extends Failure {
  constructor(message: string) {
    super('ntlm', message)
  }
}
