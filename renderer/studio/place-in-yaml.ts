/** Where in a YAML text somebody types: the keys around it, `-` for an entry of a list, and whether a key or a value stands there. */
export interface PlaceInYaml {
  path: readonly string[]
  isValue: boolean
  /** What is typed already, and where that begins. */
  typed: string
  from: number
}

interface Level {
  column: number
  key: string
}

const keyed = /^("[^"]*"|'[^']*'|[^\s#:{}[\],&*!|>'"%@`-][^\s#:{}[\],]*)\s*:(?=\s|$)/

/**
 * Reads the text up to a position line by line, as an indentation tells: a text that is being typed is no YAML most of the time.
 * @returns null within a comment
 */
export function placeInYaml(text: string, position: number): PlaceInYaml | null {
  const levels: Level[] = []
  const lines = text.slice(0, position).split('\n')
  for (const line of lines.slice(0, -1)) {
    if (/^\s*(#|$)/.test(line)) continue
    enter(line, levels)
  }
  const last = lines.at(-1) ?? ''
  if (/(^|\s)#/.test(last)) return null
  const rest = enter(last, levels)
  const inside = inFlow(rest)
  const typed = /[^\s{}[\],:]*$/.exec(inside.rest)?.[0] ?? ''
  const path = [...levels.map(({ key }) => key), ...inside.path]
  const isValue = inside.isOpen ? inside.isValue : hasKey(last)
  return { path, isValue, typed, from: position - typed.length }
}

function hasKey(line: string): boolean {
  return keyed.test(line.replace(/^\s*(-\s+)*/, ''))
}

/** Enters the lists and the key of a line. @returns what stands after them */
function enter(line: string, levels: Level[]): string {
  let column = line.length - line.trimStart().length
  let rest = line.trimStart()
  for (let dash = /^-(\s+|$)/.exec(rest); dash !== null; dash = /^-(\s+|$)/.exec(rest)) {
    const at = column
    leave(levels, ({ column: other, key }) => other > at || (other === at && key === '-'))
    levels.push({ column, key: '-' })
    column += dash[0].length
    rest = rest.slice(dash[0].length)
  }
  const at = column
  leave(levels, ({ column: other, key }) => other > at || (other === at && key !== '-'))
  const key = keyed.exec(rest)
  if (key === null) return rest
  levels.push({ column, key: unquoted(key[1] ?? '') })
  return rest.slice(key[0].length)
}

function leave(levels: Level[], isOver: (level: Level) => boolean): void {
  for (let top = levels.at(-1); top !== undefined && isOver(top); top = levels.at(-1)) levels.pop()
}

/** The keys of the braces and brackets that are open at the end of a text. */
function inFlow(text: string): { path: string[]; isOpen: boolean; isValue: boolean; rest: string } {
  const open: { isList: boolean; key: string | null }[] = []
  let rest = text
  for (const [index, sign] of [...text].entries()) {
    const top = open.at(-1)
    if (sign === '{' || sign === '[') open.push({ isList: sign === '[', key: null })
    else if (sign === '}' || sign === ']') open.pop()
    else if (sign === ',' && top !== undefined) top.key = null
    else if (sign === ':' && top !== undefined && /[\s]|^$/.test(text[index + 1] ?? ''))
      top.key = unquoted(/([^\s{[,]+)$/.exec(text.slice(0, index))?.[1] ?? '')
    if ('{}[],:'.includes(sign)) rest = text.slice(index + 1)
  }
  const path = open.flatMap(({ isList, key }) => (isList ? ['-'] : key === null ? [] : [key]))
  const top = open.at(-1)
  const isValue = top !== undefined && (top.isList || top.key !== null)
  return { path, isOpen: top !== undefined, isValue, rest }
}

function unquoted(key: string): string {
  return key.replace(/^(["'])(.*)\1$/, '$2')
}
