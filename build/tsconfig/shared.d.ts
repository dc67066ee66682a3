/** Globals that both browsers and Node have, as far as shared code uses them. */
declare function queueMicrotask(task: () => void): void
declare class URL {
  constructor(url: string)
  readonly hostname: string
  static canParse(url: string): boolean
}
