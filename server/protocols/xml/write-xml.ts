import { isDeclaration, type XmlElement } from './read-xml.ts'

type Value = string | number | boolean | null | undefined

const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
])

// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are what XML 1.0 section 2.2 leaves out
const toEscape = /[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/
const eachToEscape = new RegExp(toEscape, 'g')

/** Escapes text for content and attribute values; characters that XML cannot contain become U+FFFD. */
export function escapeXml(text: string): string {
  // Most texts have nothing to escape.
  if (!toEscape.test(text)) return text
  return text.replace(eachToEscape, (character) => entities.get(character) ?? '\ufffd')
}

/**
 * One element as text.
 * @param content elements already written, or escaped text
 */
export function xml(
  name: string,
  attributes: Readonly<Record<string, Value>>,
  ...content: readonly string[]
): string {
  let start = `<${name}`
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) start += ` ${key}="${escapeXml(String(value))}"`
  }
  const inner = content.join('')
  return inner === '' ? `${start}/>` : `${start}>${inner}</${name}>`
}

/** Writes a parsed element with all namespaces in scope, so that it can be used in another document. */
export function rewriteXml(element: XmlElement): string {
  const declarations: Record<string, string> = {}
  for (const [prefix, uri] of element.namespaces)
    declarations[prefix === '' ? 'xmlns' : `xmlns:${prefix}`] = uri
  return rewrite(element, declarations)
}

function rewrite(element: XmlElement, declarations: Readonly<Record<string, string>> = {}): string {
  const attributes: Record<string, string> = { ...declarations }
  for (const { name, value } of element.attributes) {
    if (!(isDeclaration(name) && name in declarations)) attributes[name] = value
  }
  const inner = element.children.map((each) => rewrite(each))
  // Such documents have elements or text, never both.
  return xml(element.name, attributes, ...(inner.length > 0 ? inner : [escapeXml(element.text)]))
}
