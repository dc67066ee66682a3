/** Types of packages and functions that come without, as far as the build uses them. */
declare module 'yauzl' {
  import type { Readable } from 'node:stream'

  interface Entry {
    fileName: string
    uncompressedSize: number
    externalFileAttributes: number
  }

  interface ZipFile {
    on(event: 'error', listener: (error: Error) => void): void
    on(event: 'end', listener: () => void): void
    on(event: 'entry', listener: (entry: Entry) => void): void
    readEntry(): void
    openReadStream(entry: Entry, done: (error: Error | null, stream: Readable) => void): void
  }

  function open(
    file: string,
    options: { lazyEntries: boolean; autoClose: boolean },
    done: (error: Error | null, archive: ZipFile) => void,
  ): void

  const yauzl: { open: typeof open }
  export default yauzl
}

declare namespace Electron {
  interface App {
    setVersion(version: string): void
    setAppPath(folder: string): void
  }
}
