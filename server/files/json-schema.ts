import { z } from 'zod'

/** The JSON Schema of what a file may say, for editors: with descriptions, and examples as a file says them. */
export function jsonSchemaOf(schema: z.ZodType) {
  return z.toJSONSchema(schema, {
    io: 'input',
    // Left to itself, zod drops the examples of what is read as something else, such as a duration: it takes them for values read.
    override({ zodSchema, jsonSchema }) {
      const examples = z.globalRegistry.get(zodSchema)?.examples
      if (Array.isArray(examples)) jsonSchema.examples = examples
    },
  })
}
