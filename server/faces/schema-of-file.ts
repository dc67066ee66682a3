import type { z } from 'zod'
import { jsonSchemaOf, labKeys } from '../files/index.ts'
import { withPlaceholders } from './placeholders-in-schema.ts'

/** The keys that are ignored in files: `$schema`, and a place for anchors. */
const schemaKey = { type: 'string', description: 'The schema of this file, for editors; ignored' }
const ignored = { '^x-': {} }

/** The published JSON Schema of a file that people write. @param kind its name, such as `scenario` */
export function schemaOfFile(kind: string, schema: z.ZodType): Record<string, unknown> {
  const { properties = {}, ...others } = jsonSchemaOf(schema)
  const own = Object.entries(properties).map(([key, value]) => [
    key,
    labKeys.includes(key) ? withIgnoredKeys(value) : value,
  ])
  const whole = {
    $id: `urn:bramble:schema:${kind}`,
    ...others,
    properties: { $schema: schemaKey, ...Object.fromEntries(own) },
    patternProperties: ignored,
  }
  return kind === 'scenario' ? withPlaceholders(whole) : whole
}

/** The content of a lab file within another file, where the same keys are ignored. */
function withIgnoredKeys(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema
  if ('anyOf' in schema && Array.isArray(schema.anyOf)) {
    return { ...schema, anyOf: schema.anyOf.map(withIgnoredKeys) }
  }
  if (!('properties' in schema) || typeof schema.properties !== 'object') return schema
  const properties = { $schema: schemaKey, ...schema.properties }
  return { ...schema, properties, patternProperties: ignored }
}
