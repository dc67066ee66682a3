import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

const block = 512

/**
 * Extracts one file of an npm package (a gzipped tar) to disk, without holding it in memory. Only plain ustar headers are
 * supported, since npm's tarballs use no others.
 *
 * @param {string} tarball
 * @param {string} wanted
 * @param {string} target
 */
export async function extractFromTarball(tarball, wanted, target) {
  const unzipped = createReadStream(tarball).pipe(createGunzip())
  let pending = Buffer.alloc(0)
  /** Bytes of the current entry, including its padding, that have not been read yet. */
  let remaining = 0
  let keep = 0
  /** @type {import('node:fs').WriteStream | undefined} */
  let output
  for await (const chunk of unzipped) {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk
    while (pending.length > 0) {
      if (remaining === 0) {
        if (pending.length < block) break
        const { name, size } = readHeader(pending.subarray(0, block))
        pending = pending.subarray(block)
        remaining = Math.ceil(size / block) * block
        if (name === wanted) {
          keep = size
          output = createWriteStream(target)
        }
        continue
      }
      const part = pending.subarray(0, remaining)
      pending = pending.subarray(part.length)
      remaining -= part.length
      if (output && keep > 0) {
        const useful = part.subarray(0, keep)
        keep -= useful.length
        if (!output.write(useful)) await once(output, 'drain')
      }
    }
  }
  if (!output || keep > 0) throw new Error(`${wanted} is not (whole) in ${tarball}`)
  output.end()
  await finished(output)
}

/**
 * @param {Buffer} header
 * @returns name and size of the file that follows
 */
function readHeader(header) {
  const folder = text(header, 345, 155)
  const name = text(header, 0, 100)
  return {
    name: folder ? `${folder}/${name}` : name,
    size: Number.parseInt(text(header, 124, 12).trim() || '0', 8),
  }
}

/**
 * @param {Buffer} header
 * @param {number} offset
 * @param {number} length
 */
function text(header, offset, length) {
  const field = header.subarray(offset, offset + length)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end < 0 ? length : end)
}
