import type { KeyPath, Objection, YamlText } from '../files/index.ts'

/** Values by the names that stand for them in a file, as `${NAME}`. */
export type Values = ReadonlyMap<string, unknown>

/** `$${` is a literal `${`. */
const placeholder = /\$\$\{|\$\{([^{}]*)\}/g
const alone = /^\$\{([^{}]*)\}$/

type Refuse = (path: KeyPath, text: string, about: Objection['about']) => void

/**
 * Replaces `${NAME}` in all texts of a file, in keys too. A text that is nothing but `${NAME}` becomes the value itself. Positions are
 * those of the file as it is written.
 * @param refuse called for each name that has no value
 */
export function fillInValues(yaml: YamlText, values: Values, refuse: Refuse): YamlText {
  if (!hasPlaceholder(yaml.input)) return yaml
  /** For a key that was replaced, by its path: the key as written. */
  const written = new Map<string, string>()
  const input = fill(yaml.input, [], { values, refuse, written })
  if (written.size === 0) return { ...yaml, input }
  const origin = (path: KeyPath) =>
    path.map((key, index) => written.get(idOf(path.slice(0, index + 1))) ?? key)
  return {
    ...yaml,
    input,
    positionOf: (path, isKey) => yaml.positionOf(origin(path), isKey),
    writtenAt: (path) => yaml.writtenAt(origin(path)),
  }
}

/** Looks before anything is copied: most files, and the longest, have none. */
function hasPlaceholder(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('${')
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(hasPlaceholder)
  return Object.entries(value).some(([key, one]) => key.includes('${') || hasPlaceholder(one))
}

interface Filling {
  values: Values
  refuse: Refuse
  written: Map<string, string>
}

function fill(value: unknown, path: KeyPath, filling: Filling): unknown {
  if (typeof value === 'string') return fillText(value, path, filling)
  if (Array.isArray(value)) return value.map((one, index) => fill(one, [...path, index], filling))
  if (typeof value !== 'object' || value === null) return value
  const filled = new Map<string, unknown>()
  for (const [key, one] of Object.entries(value)) {
    if (path.length === 0 && key === 'matrix') {
      filled.set(key, one)
      continue
    }
    const name = fillKey(key, path, filling)
    const at = [...path, name]
    if (filled.has(name) || (name !== key && Object.hasOwn(value, name))) {
      filling.refuse([...path, key], `expected each key once, found ${JSON.stringify(name)} twice`, 'key')
    }
    if (name !== key) filling.written.set(idOf(at), key)
    filled.set(name, fill(one, at, filling))
  }
  return Object.fromEntries(filled)
}

function fillKey(key: string, path: KeyPath, { values, refuse }: Filling): string {
  return replaced(key, values, (text) => refuse([...path, key], text, 'key'))
}

function fillText(text: string, path: KeyPath, { values, refuse }: Filling): unknown {
  const [, name] = alone.exec(text) ?? []
  if (name !== undefined && values.has(name)) return values.get(name)
  return replaced(text, values, (problem) => refuse(path, problem, 'value'))
}

function replaced(text: string, values: Values, refuse: (text: string) => void): string {
  if (!text.includes('${')) return text
  return text.replace(placeholder, (whole: string, name: string | undefined) => {
    if (name === undefined) return '${'
    const value = values.get(name)
    if (value !== undefined && (typeof value !== 'object' || value === null)) return String(value)
    const known = [...values.keys()].map((one) => `\${${one}}`).join(', ')
    refuse(
      value === undefined
        ? `expected ${known === '' ? 'no such name, since nothing here has a value' : known}, found ${whole}; $\${ stands for \${ itself`
        : `expected text in place of ${whole}, found a ${Array.isArray(value) ? 'list' : 'map'}`,
    )
    return whole
  })
}

function idOf(path: KeyPath): string {
  return JSON.stringify(path.map(String))
}
