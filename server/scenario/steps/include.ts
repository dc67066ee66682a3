import { z } from 'zod'
import type { KeyPath, Position } from '../../files/index.ts'

/** Another file whose steps, of type `S`, run in place of this one. */
export interface Include<S> {
  file: string
  /** Values for `${NAME}` in that file. */
  with: Readonly<Record<string, unknown>>
  /** What is in that file; null until it has been read. */
  content: IncludedFile<S> | null
}

export interface IncludedFile<S> {
  /** Its path, relative to where Bramble was started. */
  file: string
  steps: readonly S[]
  /** The position of something in it, or in a file that it includes. @param path from the top of that file */
  positionOf(path: KeyPath, isKey?: boolean): Position & { file: string }
}

const file = z.string().min(1).describe('A file with `steps`, from the folder of this one')

const written = z.union([
  file,
  z.strictObject({
    file,
    with: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('Values for names in that file, written there as $ and the name in braces')
      .meta({ examples: [{ NAME: 'carol' }] }),
  }),
])

export const include = {
  schema: written.transform(
    (value): Include<never> =>
      typeof value === 'string'
        ? { file: value, with: {}, content: null }
        : { file: value.file, with: value.with ?? {}, content: null },
  ),
  description: "Runs another file's steps in place of this one",
  example: { file: 'sign-in.yaml', with: { NAME: 'carol' } },
}
