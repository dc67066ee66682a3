/** A command that the lab refused, with what to do about it. */
export class LabFailure extends Error {
  readonly code: string
  readonly remedy: string | null

  constructor(code: string, message: string, remedy: string | null) {
    super(message)
    this.name = 'LabFailure'
    this.code = code
    this.remedy = remedy
  }
}
