import type { z } from 'zod'
import { failureCode } from '#contract'
import { jsonSchemaOf, labFile } from '../../files/index.ts'
import { lessonFile } from '../../lessons/index.ts'
import { scenarioFile } from '../../scenario/index.ts'
import { exitCodes, printJson } from './output.ts'
import { runReport } from './report/report-schema.ts'
import type { SchemaKind } from './schema-kinds.ts'

const schemas: Record<SchemaKind, z.ZodType> = {
  lab: labFile,
  scenario: scenarioFile,
  lesson: lessonFile,
  report: runReport,
  failures: failureCode,
}

/** Prints the JSON Schema of a kind of file. */
export function printSchema(kind: SchemaKind): number {
  const { properties, ...others } = jsonSchemaOf(schemas[kind])
  const rest = { $id: `urn:bramble:schema:${kind}`, ...others }
  if (kind === 'failures') printJson(rest, 2)
  else if (kind === 'report') printJson({ ...rest, properties }, 2)
  else {
    // The top-level keys that are ignored in files: $schema, and a place for anchors.
    const schema = { type: 'string', description: 'The schema of this file, for editors; ignored' }
    const withIgnored = { $schema: schema, ...properties }
    printJson({ ...rest, properties: withIgnored, patternProperties: { '^x-': {} } }, 2)
  }
  return exitCodes.fine
}
