import type { z } from 'zod'
import { failureCode } from '#contract'
import { jsonSchemaOf, labFile } from '../../files/index.ts'
import { lessonFile } from '../../lessons/index.ts'
import { scenarioFile } from '../../scenario/index.ts'
import { schemaOfFile } from '../schema-of-file.ts'
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
    printJson(schemaOfFile(kind, schemas[kind]), 2)
  }
  return exitCodes.fine
}
