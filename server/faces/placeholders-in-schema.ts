type Schema = Record<string, unknown>

/** Where a schema has other schemas that do not stand for a value of their own. */
const alternatives = ['anyOf', 'oneOf', 'allOf'] as const

/** What describes a value, whichever alternative it takes. */
const annotations = new Set(['title', 'description', 'examples', 'default'])

const name = 'placeholder'
const reference = { $ref: `#/$defs/${name}` }

/**
 * Lets `${NAME}` stand where a value is expected that is no free text, since a file may have it there: a combination of its matrix, or
 * what includes it, gives the value. Editors would mark it else.
 */
export function withPlaceholders(schema: Schema): Schema {
  const { $defs, ...whole } = inside(schema)
  const own = { type: 'string', pattern: String.raw`\$\{[^{}]*\}`, description: 'A value of the matrix' }
  return { ...whole, $defs: { ...(isSchema($defs) ? $defs : {}), [name]: own } }
}

/** The same in all schemas that a schema contains. */
function inside(schema: Schema): Schema {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === 'properties') return [key, eachOf(value, orPlaceholder)]
      if (key === '$defs') return [key, eachOf(value, inside)]
      if ((key === 'additionalProperties' || key === 'items') && isSchema(value))
        return [key, orPlaceholder(value)]
      if (isAlternative(key) && Array.isArray(value))
        return [key, value.map((one) => (isSchema(one) ? inside(one) : one))]
      return [key, value]
    }),
  )
}

/** A schema of a value, which may also be a placeholder. */
function orPlaceholder(written: Schema): Schema {
  const schema = inside(written)
  if (isFreeText(schema)) return schema
  const entries = Object.entries(schema)
  const told = Object.fromEntries(entries.filter(([key]) => annotations.has(key)))
  const rest = Object.fromEntries(entries.filter(([key]) => !annotations.has(key)))
  const { anyOf, ...others } = rest
  const choices = Array.isArray(anyOf) && Object.keys(others).length === 0 ? anyOf : [rest]
  return { ...told, anyOf: [...choices, reference] }
}

/** Whether any short text fits already. */
function isFreeText(schema: Schema): boolean {
  const { anyOf, type } = schema
  if (Array.isArray(anyOf) && anyOf.some((one) => isSchema(one) && isFreeText(one))) return true
  if (type === undefined) return Object.keys(schema).every((key) => annotations.has(key))
  return (
    type === 'string' && !('pattern' in schema || 'enum' in schema || 'const' in schema || 'format' in schema)
  )
}

function eachOf(schemas: unknown, change: (schema: Schema) => Schema): unknown {
  if (!isSchema(schemas)) return schemas
  return Object.fromEntries(
    Object.entries(schemas).map(([key, one]) => [key, isSchema(one) ? change(one) : one]),
  )
}

function isAlternative(key: string): boolean {
  return alternatives.some((one) => one === key)
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
