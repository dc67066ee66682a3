import { z } from 'zod'

/** A word that may stand at a place of a file. */
export interface SchemaWord {
  word: string
  about: string | null
  /** Whether it is a key with something below it. */
  isKey: boolean
}

const node = z.looseObject({
  $ref: z.string().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  type: z.unknown().optional(),
  examples: z.array(z.unknown()).optional(),
  description: z.string().optional(),
})
type Node = z.output<typeof node>

const deepest = 12

/** The keys, or the values, that a JSON Schema allows at a path; `-` in it stands for an entry of a list. */
export function schemaWords(root: unknown, path: readonly string[], isValue: boolean): SchemaWord[] {
  const found = new Map<string, SchemaWord>()
  const add = (word: string, about: string | null, isKey: boolean) => {
    if (!found.has(word)) found.set(word, { word, about, isKey })
  }
  let nodes = forms(root, root)
  for (const key of path) nodes = nodes.flatMap((one) => below(one, key).flatMap((next) => forms(root, next)))
  for (const one of nodes) {
    if (isValue) for (const [word, about] of valuesOf(one)) add(word, about, false)
    else
      for (const [key, value] of Object.entries(one.properties ?? {})) {
        if (key !== '$schema') add(key, forms(root, value)[0]?.description ?? describedBy(value), true)
      }
  }
  return [...found.values()]
}

/** A node, and each form that it may have. */
function forms(root: unknown, value: unknown, depth = 0): Node[] {
  const { data } = node.safeParse(value)
  if (data === undefined || depth > deepest) return []
  const referred = data.$ref === undefined ? [] : forms(root, resolve(root, data.$ref), depth + 1)
  const alternatives = [...(data.anyOf ?? []), ...(data.oneOf ?? []), ...(data.allOf ?? [])]
  return [data, ...referred, ...alternatives.flatMap((one) => forms(root, one, depth + 1))]
}

function describedBy(value: unknown): string | null {
  return node.safeParse(value).data?.description ?? null
}

function resolve(root: unknown, reference: string): unknown {
  let current = root
  for (const part of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    if (typeof current !== 'object' || current === null) return undefined
    current = Reflect.get(current, part.replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  return current
}

function below({ properties, additionalProperties, items }: Node, key: string): unknown[] {
  if (key === '-') return items === undefined ? [] : [items]
  const own = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined
  if (own !== undefined) return [own]
  return typeof additionalProperties === 'object' ? [additionalProperties] : []
}

function valuesOf({
  enum: list,
  const: only,
  type,
  examples,
  description: about,
}: Node): [string, string | null][] {
  const description = about ?? null
  const values = [...(list ?? []), ...(only === undefined ? [] : [only])]
  if (type === 'boolean') values.push(true, false)
  for (const example of examples ?? []) if (typeof example !== 'object') values.push(example)
  return values.map((value) => [String(value), description])
}
