import { z } from 'zod'

interface Described {
  schema: z.ZodType
  description?: string
  /** An example of a value as written in a file. */
  example: unknown
}

type OptionalKeys<K extends Record<string, Described>> = {
  [N in keyof K]: z.ZodOptional<K[N]['schema']>
}

/** The shape of a map with optional keys: one for each kind in a table, with its schema, description and example. */
export function optionalKeys<K extends Record<string, Described>>(kinds: K): OptionalKeys<K>
export function optionalKeys(kinds: Record<string, Described>): Record<string, z.ZodType> {
  const entries = Object.entries(kinds).map(([name, { schema, description, example }]) => {
    const key = z.optional(schema).meta({ examples: [example] })
    return [name, description === undefined ? key : key.describe(description)] as const
  })
  return Object.fromEntries(entries)
}
