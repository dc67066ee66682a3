import { z } from 'zod'

interface Described {
  schema: z.ZodType
  description?: string
}

type OptionalKeys<K extends Record<string, Described>> = {
  [N in keyof K]: z.ZodOptional<K[N]['schema']>
}

/** The shape of a map of which each key may be left out: a key for each kind of a table, with its schema and description. */
export function optionalKeys<K extends Record<string, Described>>(kinds: K): OptionalKeys<K>
export function optionalKeys(kinds: Record<string, Described>): Record<string, z.ZodType> {
  const entries = Object.entries(kinds).map(([name, { schema, description }]) => {
    const key = z.optional(schema)
    return [name, description === undefined ? key : key.describe(description)] as const
  })
  return Object.fromEntries(entries)
}
