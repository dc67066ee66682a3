import { Zip, ZipDeflate } from 'fflate'

/** A file of a zip: its content as it is made. */
export interface ZipEntry {
  name: string
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/** Quick, and nearly as small as the best: what is in it is mostly JSON. */
const level = 4

/** Writes a zip as its files are read, one after another. */
export async function* zipStream(entries: Iterable<ZipEntry>, at: Date): AsyncGenerator<Uint8Array> {
  let made: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    made.push(chunk)
  })
  const take = () => {
    const chunks = made
    made = []
    return chunks
  }
  for (const { name, content } of entries) {
    const file = new ZipDeflate(name, { level })
    file.mtime = at
    zip.add(file)
    for await (const piece of content) {
      file.push(piece)
      yield* take()
    }
    file.push(new Uint8Array(), true)
    yield* take()
  }
  zip.end()
  yield* take()
}
