import { z } from 'zod'
import { command } from './command.ts'
import { assertion } from './compose.ts'
import { breakpoint, scenarioRunBounds } from './scenario-run.ts'

/** Scenario files in the window: files of one folder, the library, and runs of them in labs of their own. */

export const studioBounds = {
  /** Files that the list has at most. */
  files: 2_000,
  /** Length of a file that can be opened. A scenario of a thousand steps is a tenth of it. */
  characters: 400_000,
  /** Runs of one repetition. */
  times: 1_000,
} as const

const nothing = z.null()
/**
 * A file of the folder by its path in it, with `/`; of the library, with `library:` before it. Nothing else can be named.
 */
const file = z.string().min(1).max(1_024)
const text = z.string().max(studioBounds.characters)
const seed = z.int().min(0).max(4_294_967_295)
const combination = z.int().min(1).default(1)

const studioFile = z.lazy(() =>
  z.object({
    file,
    name: z.string().nullable(),
    isReadOnly: z.boolean(),
  }),
)
export type StudioFile = z.output<typeof studioFile>

const studioDocument = z.lazy(() =>
  z.object({
    file,
    text: z.string(),
    /** Changes whenever the content does. */
    version: z.string(),
    isReadOnly: z.boolean(),
  }),
)
export type StudioDocument = z.output<typeof studioDocument>

const studioProblem = z.lazy(() =>
  z.object({
    /** The file that is at fault, if it is another one. */
    file: z.string().nullable(),
    /** From 1; 0: the problem is the file's as a whole. */
    line: z.int(),
    column: z.int(),
    keyPath: z.string(),
    /** In English, as `bramble check` says it. */
    text: z.string(),
    isWarning: z.boolean(),
  }),
)
export type StudioProblem = z.output<typeof studioProblem>

const studioCheck = z.lazy(() =>
  z.object({
    problems: z.array(studioProblem),
    /** The combinations of its matrix; none where it has errors. */
    scenarios: z.array(z.object({ combination: z.int(), name: z.string(), seed: z.int() })),
    /** The lines of this file on which a step begins. */
    stepLines: z.array(z.int()),
  }),
)
export type StudioCheck = z.output<typeof studioCheck>

/** One way in which runs ended, and how often. */
const ending = z.lazy(() =>
  z.object({
    passed: z.boolean(),
    /** Where it failed, and what differed; null: it passed. */
    failure: z
      .object({ file: z.string().nullable(), path: z.string(), line: z.int(), message: z.string() })
      .nullable(),
    count: z.int(),
    /** Some of the seeds that ended so. */
    seeds: z.array(z.int()),
  }),
)

const studioRepetition = z.lazy(() =>
  z.object({
    file,
    times: z.int(),
    done: z.int(),
    isOver: z.boolean(),
    /** The most frequent first. */
    endings: z.array(ending),
    /** Shortest and longest lab time. */
    fromMs: z.number().nullable(),
    toMs: z.number().nullable(),
  }),
)
export type StudioRepetition = z.output<typeof studioRepetition>

const written = z.lazy(() =>
  z.discriminatedUnion('state', [
    z.object({ state: z.literal('written'), document: studioDocument }),
    /** Somebody else has changed the file, which is left as it is. */
    z.object({ state: z.literal('conflict'), document: studioDocument }),
  ]),
)

/** A change that the window makes to a text. Lines and indices are those of the text. */
const edit = z.lazy(() =>
  z.discriminatedUnion('does', [
    /** Adds what somebody has seen as an expectation, after so many of the steps; `after` null: after the last one. */
    z.strictObject({ does: z.literal('expect'), assertion, after: z.int().min(0).nullable() }),
    z.strictObject({ does: z.literal('remove'), line: z.int().min(1) }),
    /** Puts a step before the one above it, or after the one below. */
    z.strictObject({ does: z.literal('move'), line: z.int().min(1), to: z.enum(['up', 'down']) }),
  ]),
)
export type StudioEdit = z.output<typeof edit>

export const studioCommands = {
  /** The scenario files of the folder and of the library. */
  'studio.list': command(() => ({
    input: z.strictObject({}),
    output: z.object({
      folder: z.string(),
      files: z.array(studioFile),
      /** There are more files than the list has. */
      isCut: z.boolean(),
    }),
  })),
  'studio.read': command(() => ({ input: z.strictObject({ file }), output: studioDocument })),
  /** Answers null as long as the file has that version. */
  'studio.changed': command(() => ({
    input: z.strictObject({ file, version: z.string() }),
    output: studioDocument.nullable(),
  })),
  /** Writes the file, unless its version is another one by now. `version` null: whatever it is. */
  'studio.write': command(() => ({
    input: z.strictObject({ file, text, version: z.string().nullable() }),
    output: written,
  })),
  /** Makes a new file, with a scenario to begin with where `text` is null. */
  'studio.create': command(() => ({
    input: z.strictObject({ file, text: text.nullable() }),
    output: studioDocument,
  })),
  /** Checks a text as if the file had it, as `bramble check` does. */
  'studio.check': command(() => ({ input: z.strictObject({ file, text }), output: studioCheck })),
  /**
   * Changes the steps in a text, and leaves everything else as it is: comments, order, quotes.
   * Answers with the text, and the line of what was changed; null: there is no such step, or the text cannot be read.
   */
  'studio.edit': command(() => ({
    input: z.strictObject({ text, edit }),
    output: z.object({ text: z.string(), line: z.int() }).nullable(),
  })),
  /** The published JSON Schema of scenario files. */
  'studio.schema': command(() => ({
    input: z.strictObject({}),
    output: z.object({ schema: z.record(z.string(), z.unknown()) }),
  })),
  /** Starts a lab of its own, in which the file is run. Answers with the lab's ID, once it is ready. */
  'studio.run': command(() => ({
    input: z.strictObject({
      file,
      combination,
      /** Null: the seed in the file. */
      seed: seed.nullable().default(null),
      /** Null: as fast as possible. */
      speed: z.number().min(0.01).max(9_999).nullable().default(null),
      breakpoints: z.array(breakpoint).max(scenarioRunBounds.breakpoints).default([]),
      stopsAtFailure: z.boolean().default(true),
      /** Whether it waits at its first step. */
      startsStopped: z.boolean().default(false),
    }),
    output: z.object({ lab: z.string() }),
  })),
  /** Ends such a lab. */
  'studio.end': command(() => ({ input: z.strictObject({ lab: z.string() }), output: nothing })),
  /** Runs a file many times headless, each time with another seed, from this one on. Replaces the repetition before. */
  'studio.repeat': command(() => ({
    input: z.strictObject({
      file,
      combination,
      seed: seed.nullable().default(null),
      times: z.int().min(1).max(studioBounds.times).default(100),
    }),
    output: studioRepetition,
  })),
  /** How far the repetition is; null: there is none. */
  'studio.repetition': command(() => ({ input: z.strictObject({}), output: studioRepetition.nullable() })),
  'studio.stopRepetition': command(() => ({ input: z.strictObject({}), output: nothing })),
} as const

/** Commands to a lab in which a scenario file is run. */
export const runCommands = {
  /** `step`: does one step, and stops again. `pause`: stops before the next step, and lab time at once. */
  'run.control': command(() => ({
    input: z.strictObject({ go: z.enum(['continue', 'pause', 'step']) }),
    output: nothing,
  })),
  'run.setBreakpoints': command(() => ({
    input: z.strictObject({
      breakpoints: z.array(breakpoint).max(scenarioRunBounds.breakpoints),
      stopsAtFailure: z.boolean(),
    }),
    output: nothing,
  })),
} as const
