/** The kinds of files whose JSON Schema `bramble schema` prints. */
export const schemaKinds = ['lab', 'scenario', 'lesson', 'report', 'failures'] as const
export type SchemaKind = (typeof schemaKinds)[number]
