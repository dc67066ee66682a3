import { readdirSync, readFileSync } from 'node:fs'

/**
 * The messages of RFC 4475 section 3 stand in `messages/` as the RFC prints them, without its margin and in its own
 * notation (section 2), one file each under the name that the RFC gives it:
 *
 * - `<allOneLine>`: the lines between the tags are one; white space at a joint stands at the beginning of a line;
 * - `<repeat count=10>text</repeat>`: that text so many times;
 * - `<hex>0D0A</hex>`: these bytes. It also stands where an editor would lose or spoil what is there.
 *
 * Every other line ends with CRLF. The files hold ASCII only.
 */
const folder = new URL('messages/', import.meta.url)

export const messageNames: readonly string[] = readdirSync(folder).map((file) => file.replace(/\.txt$/, ''))

/** The bytes of a message, as they would arrive. */
export function messageBytes(name: string): Buffer {
  return expand(readFileSync(new URL(`${name}.txt`, folder), 'latin1'))
}

export function expand(notation: string): Buffer {
  const text = notation
    .replace(/<allOneLine>\n([\s\S]*?)\n<\/allOneLine>/g, (_tags, lines: string) =>
      lines.replaceAll('\n', ''),
    )
    .replace(/<repeat count=([0-9]+)>(.*?)<\/repeat>/g, (_tags, count: string, what: string) =>
      what.repeat(Number(count)),
    )
    .replaceAll('\n', '\r\n')
    // Last, so that line feeds among the bytes stay what they are.
    .replace(/<hex>([0-9A-F]*)<\/hex>/g, (_tags, digits: string) =>
      Buffer.from(digits, 'hex').toString('latin1'),
    )
  return Buffer.from(text, 'latin1')
}
