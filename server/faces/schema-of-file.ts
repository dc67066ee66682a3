import type { z } from 'zod'
import { jsonSchemaOf } from '../files/index.ts'

/** The published JSON Schema of a file that people write. @param kind its name, such as `scenario` */
export function schemaOfFile(kind: string, schema: z.ZodType): Record<string, unknown> {
  const { properties, ...others } = jsonSchemaOf(schema)
  // The top-level keys that are ignored in files: $schema, and a place for anchors.
  const own = { type: 'string', description: 'The schema of this file, for editors; ignored' }
  return {
    $id: `urn:bramble:schema:${kind}`,
    ...others,
    properties: { $schema: own, ...properties },
    patternProperties: { '^x-': {} },
  }
}
