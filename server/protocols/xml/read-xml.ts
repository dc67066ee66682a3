import { Failure } from '../../base/index.ts'

/** One attribute as written, its value with references resolved. */
interface XmlAttribute {
  readonly name: string
  readonly value: string
}

export interface XmlElement {
  /** With its prefix, as written. */
  readonly name: string
  /** Without it. */
  readonly localName: string
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly XmlElement[]
  /** The text directly in it. */
  readonly text: string
  /** Namespace declarations in force here: prefix (empty for the default) to name. */
  readonly namespaces: ReadonlyMap<string, string>
}

/** A body that is not XML in the supported form. */
export class XmlError extends Failure<'bad-xml'> {
  constructor(what: string) {
    super('bad-xml', { problem: `the XML ${what}` })
  }
}

/** Presence documents are flat and short. */
const deepest = 32
const mostElements = 5_000
const mostAttributes = 64

interface Open {
  name: string
  attributes: XmlAttribute[]
  children: XmlElement[]
  text: string
  namespaces: ReadonlyMap<string, string>
}

/**
 * Reads a small XML document (XML 1.0, Namespaces in XML 1.0): elements, attributes, text, CDATA. A document type
 * declaration is refused, so only the five predefined entities and character references exist: nothing is fetched or
 * expanded. Takes time in proportion to the text.
 * @throws XmlError
 */
export function readXml(source: string): XmlElement {
  const stack: Open[] = []
  let root: XmlElement | null = null
  let count = 0
  let index = source.startsWith('\ufeff') ? 1 : 0
  while (index < source.length) {
    const angle = source.indexOf('<', index)
    addText(source.slice(index, angle < 0 ? source.length : angle))
    if (angle < 0) break
    if (source.startsWith('<!--', angle)) index = after('-->', angle + 4)
    else if (source.startsWith('<?', angle)) index = after('?>', angle + 2)
    else if (source.startsWith('<![CDATA[', angle)) {
      index = after(']]>', angle + 9)
      append(source.slice(angle + 9, index - 3))
    } else if (source.startsWith('<!', angle)) throw new XmlError('has a document type declaration')
    else if (source.startsWith('</', angle)) {
      index = after('>', angle)
      close(source.slice(angle + 2, index - 1).trimEnd())
    } else index = readStart(angle)
  }
  if (root === null || stack.length > 0) throw new XmlError('is cut off')
  return root

  function after(end: string, from: number): number {
    const at = source.indexOf(end, from)
    if (at < 0) throw new XmlError('is cut off')
    return at + end.length
  }

  function addText(raw: string): void {
    if (stack.length === 0) {
      if (raw.trim() !== '') throw new XmlError('has text outside its element')
      return
    }
    append(resolve(raw))
  }

  function append(text: string): void {
    const top = stack.at(-1)
    if (!top) throw new XmlError('has text outside its element')
    top.text += text
  }

  function readStart(angle: number): number {
    const name = match(namePattern, angle + 1)
    let at = angle + 1 + name.length
    const attributes: XmlAttribute[] = []
    for (;;) {
      const spaceEnd = skipSpace(at)
      if (source[spaceEnd] === '>' || source.startsWith('/>', spaceEnd)) {
        at = spaceEnd
        break
      }
      if (spaceEnd === at) throw new XmlError(`has a start of <${name}> that cannot be read`)
      at = readAttribute(spaceEnd, attributes)
    }
    count += 1
    if (count > mostElements || stack.length >= deepest) throw new XmlError('is too large or too deep')
    if (root !== null && stack.length === 0) throw new XmlError('has two root elements')
    stack.push({ name, attributes, children: [], text: '', namespaces: scopeOf(attributes) })
    if (source[at] === '>') return at + 1
    close(name)
    return at + 2
  }

  function readAttribute(start: number, attributes: XmlAttribute[]): number {
    const name = match(namePattern, start)
    let at = skipSpace(start + name.length)
    if (source[at] !== '=') throw new XmlError(`has an attribute ${name} without a value`)
    at = skipSpace(at + 1)
    const quote = source[at]
    if (quote !== '"' && quote !== "'") throw new XmlError(`has an attribute ${name} without quotes`)
    const end = after(quote, at + 1)
    const raw = source.slice(at + 1, end - 1)
    const isRepeated = attributes.some((each) => each.name === name)
    if (raw.includes('<') || isRepeated || attributes.length >= mostAttributes) {
      throw new XmlError(`has an attribute ${name} that cannot be`)
    }
    attributes.push({ name, value: resolve(raw) })
    return end
  }

  function match(pattern: RegExp, at: number): string {
    pattern.lastIndex = at
    const found = pattern.exec(source)?.[0]
    if (found === undefined) throw new XmlError('has a name that cannot be read')
    return found
  }

  function skipSpace(at: number): number {
    spacePattern.lastIndex = at
    return at + (spacePattern.exec(source)?.[0].length ?? 0)
  }

  function scopeOf(attributes: readonly XmlAttribute[]): ReadonlyMap<string, string> {
    const inherited = stack.at(-1)?.namespaces ?? new Map<string, string>()
    const own = attributes.filter(({ name }) => isDeclaration(name))
    if (own.length === 0) return inherited
    return new Map([
      ...inherited,
      ...own.map(({ name, value }) => [name.slice('xmlns:'.length), value] as const),
    ])
  }

  function close(name: string): void {
    const open = stack.pop()
    if (open?.name !== name) throw new XmlError(`closes <${name.slice(0, 40)}>, which is not open`)
    const element = { ...open, localName: localName(name) }
    const parent = stack.at(-1)
    if (parent) parent.children.push(element)
    else root = element
  }
}

const namePattern = /[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?/y
const spacePattern = /[ \t\r\n]+/y

export function isDeclaration(name: string): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:')
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function resolve(raw: string): string {
  if (!raw.includes('&')) return raw
  return raw.replace(/&([^;&]{0,10})(;?)/g, (_all, reference: string, end: string) => {
    const number = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(reference)
    const code = number ? Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10) : null
    const isCharacter = code !== null && code >= 9 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000)
    const text = isCharacter
      ? String.fromCodePoint(code)
      : Object.hasOwn(named, reference)
        ? named[reference]
        : undefined
    if (text === undefined || end === '') throw new XmlError('has an entity that is unknown')
    return text
  })
}

/** The first child of that local name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find(({ localName: each }) => each === name)
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter(({ localName: each }) => each === name)
}

/** Every element of that local name, however deep. */
export function descendants(element: XmlElement, name: string): XmlElement[] {
  const found: XmlElement[] = []
  const search = ({ children }: XmlElement) => {
    for (const each of children) {
      if (each.localName === name) found.push(each)
      search(each)
    }
  }
  search(element)
  return found
}

/** An attribute by its local name. */
export function attribute(element: XmlElement, name: string): string | null {
  return (
    element.attributes.find((each) => !isDeclaration(each.name) && localName(each.name) === name)?.value ??
    null
  )
}
