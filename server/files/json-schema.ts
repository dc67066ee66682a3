import { z } from 'zod'

/** The JSON Schema of a file for editors, with descriptions, and examples as people write them. */
export function jsonSchemaOf(schema: z.ZodType) {
  return z.toJSONSchema(schema, {
    io: 'input',
    // Zod would drop the examples of values that are converted, such as durations, since it takes them for converted values.
    override({ zodSchema, jsonSchema }) {
      const examples = z.globalRegistry.get(zodSchema)?.examples
      if (Array.isArray(examples)) jsonSchema.examples = examples
    },
  })
}
