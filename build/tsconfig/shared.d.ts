/** What browsers and Node have in common beside the language itself. Only what shared code uses. */
declare function queueMicrotask(task: () => void): void
declare class URL {
  constructor(url: string)
  readonly hostname: string
  static canParse(url: string): boolean
}
