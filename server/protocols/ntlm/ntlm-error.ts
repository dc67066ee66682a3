import { Failure } from '../../base/index.ts'

/** Bytes that are not the NTLM message that they should be. */
export class NtlmError extends Failure<'ntlm'> {
  constructor(problem: string) {
    super('ntlm', { problem })
  }
}
