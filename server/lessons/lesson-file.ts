import { z } from 'zod'
import {
  factSources,
  lessonAccesses,
  lessonAreas,
  lessonLevels,
  lessonParts,
  parseFrameFilter,
  settingList,
  stepOutcomes,
} from '#contract'
import { labFile } from '../files/index.ts'
import { expectation, step } from '../scenario/index.ts'
import { lessonValues } from './values.ts'

/** A lesson file. This schema is the only definition of the format. */

const text = z
  .union([
    z.string().trim().min(1),
    z.strictObject({ en: z.string().trim().min(1), de: z.string().trim().min(1).optional() }),
  ])
  .describe('Text in English, or { en, de }')

/** A text in one or more languages. */
export type LessonText = z.output<typeof text>

const name = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'small letters, digits and dashes')
const points = z.int().min(0).max(100).describe('How many points it is worth; 10 unless told')

const frameFilter = z.string().superRefine((written, context) => {
  const parsed = parseFrameFilter(written)
  if (parsed.problem === null) return
  context.addIssue({ code: 'custom', message: `column ${parsed.column}: ${parsed.problem}` })
})

const settingKeys = settingList.map(({ key }) => key)

const proofs = {
  frame: frameFilter.describe('A frame that this filter finds, also within the encryption'),
  session: z
    .strictObject({ handheld: z.string().min(1).optional(), user: z.string().min(1).optional() })
    .refine(({ handheld, user }) => handheld !== undefined || user !== undefined, {
      error: 'expected handheld or user, so that not every session fits',
    })
    .describe('A session, open or ended, of this handheld or user'),
  log: z.string().min(1).describe('A line of the log that contains all these words, in whatever case'),
  step: z
    .strictObject({
      handheld: z.string().min(1).optional(),
      step: z.string().min(1),
      outcome: z.enum(stepOutcomes).optional(),
      code: z.string().min(1).optional().describe('Code of its detail, such as server-busy'),
    })
    .describe('A step of a login'),
  setting: z.enum(settingKeys).describe('A setting by its key in files'),
  handheld: z.string().min(1).describe('A handheld by its name'),
  user: z.string().min(1).describe('A user by ID'),
}

const proofKeys = Object.keys(proofs)

/** What may be pointed at: one kind, and why it proves something, or does not. */
const proof = z
  .strictObject({
    ...z.strictObject(proofs).partial().shape,
    because: text.describe('Why it proves it, or does not: shown once somebody points at it'),
  })
  .refine((value) => proofKeys.filter((key) => key in value).length === 1, {
    error: `expected one of ${proofKeys.join(', ')}`,
  })

export type Proof = z.output<typeof proof>

const access = z
  .partialRecord(z.enum(lessonParts), z.enum(lessonAccesses))
  .describe('Parts of the lab: open, locked (to be seen, not changed) or hidden')

const question = {
  id: name.describe('Unique in the lesson'),
  points: points.optional(),
  explanation: text.optional().describe('Shown once the question is done'),
  opens: access.optional().describe('What of the lab opens once the question is done'),
}

const choice = z.strictObject({
  text: text.describe('The answer, in English or { en, de }'),
  because: text.describe('Why it is, or is not: shown once it is chosen'),
})

const choose = z.strictObject({
  ...question,
  choose: text.describe('A question of which one answer is right'),
  right: choice.describe('The right answer'),
  wrong: z
    .array(
      choice.extend({
        issue: z.int().min(1).optional().describe('The field issue that would have this cause'),
      }),
    )
    .min(2)
    .describe('Plausible causes, mostly those of other field issues of the same area'),
  draw: z.int().min(2).max(8).optional().describe('How many of the wrong ones are drawn; 3 unless told'),
})

const evidence = z.strictObject({
  ...question,
  evidence: text.describe('What has to be pointed at'),
  accept: z.array(proof).min(1).describe('What proves it'),
  refuse: z.array(proof).optional().describe('What seems to, and why it does not'),
  otherwise: text.describe('What is said to anything else: what it would have to show'),
})

const notYet = text.optional().describe('What is said to whoever asks before it holds: what to look at next')

const act = z.strictObject({
  ...question,
  notYet,
  do: text.describe('Something to do in the lab, such as a login'),
  watch: z.boolean().optional().describe('The lesson notices by itself that it is done'),
  solve: z.array(step).min(1).describe('Steps that do it'),
  check: z.array(expectation).min(1).describe('What must hold then'),
})

const fix = z.strictObject({
  ...question,
  notYet,
  fix: text.describe("The repair: the lesson's own `solve` and `check` belong to it"),
})

const write = z.strictObject({
  id: question.id,
  write: text.describe('A sentence for whoever complained: kept for the trainer, not scored'),
  explanation: question.explanation,
})

const anyQuestion = z.union([choose, evidence, act, fix, write])

export type LessonQuestion = z.output<typeof anyQuestion>
export type ChooseQuestion = z.output<typeof choose>
export type EvidenceQuestion = z.output<typeof evidence>

export const lessonFile = z.strictObject({
  lesson: text.describe('Its title, which tells nothing of the cause'),
  level: z.enum(lessonLevels).describe('How much somebody should know already'),
  area: z.enum(lessonAreas).describe('What it is about, for the catalogue'),
  minutes: z.int().min(1).max(240).describe('How long it takes'),
  issue: z.int().min(1).optional().describe('Number of the field issue'),
  issues: z
    .array(z.int().min(1))
    .min(2)
    .optional()
    .describe('Numbers of the field issues, if it has several'),
  values: lessonValues
    .optional()
    .describe(
      'Values drawn from the seed, which stand for their names in all texts, written as $ and the name in braces',
    )
    .meta({ examples: [{ victim: 'person', most: { from: 2, to: 4 }, when: { time: ['08:40', '10:10'] } }] }),
  told: z
    .strictObject({
      symptom: text.describe('What is wrong, in the words of whoever complains'),
      who: text.describe('Who complains'),
      when: text.describe('When it happened'),
    })
    .describe('What the trainee is told'),
  introduction: text.optional().describe('For guided lessons: what it is about'),
  access: access.optional().describe('Parts of the lab that are not open: everything is, unless told'),
  hiddenSettings: z
    .array(z.enum(settingKeys))
    .optional()
    .describe('Settings that are hidden, although others are to be seen, until a question opens `settings`'),
  setup: z
    .union([
      z.string().min(1),
      z.strictObject({
        lab: z
          .union([z.string().min(1), labFile])
          .optional()
          .describe("A lab file's content, or a path to one"),
        without: labFile.optional().describe('What of the lab is different without the cause'),
        steps: z
          .array(step)
          .min(1)
          .describe('What has happened; what brings it about is marked `cause: true`'),
      }),
    ])
    .describe('The lab and how it came to its state: a scenario file, or its content'),
  questions: z.array(anyQuestion).min(1).describe('In the order in which they are asked'),
  hints: z
    .array(
      z.strictObject({
        question: name.optional().describe('The question that it helps with'),
        price: z.int().min(0).max(100).describe('How many points it costs, at most those of its question'),
        text: text.describe('The hint, in English or { en, de }'),
      }),
    )
    .optional()
    .describe('In the order in which they can be taken'),
  solve: z.array(step).min(1).optional().describe('Steps that cure it: for the question `fix`'),
  check: z.array(expectation).min(1).optional().describe('What must hold once it is cured, tried in the lab'),
  debrief: z
    .strictObject({
      cause: text.describe('What was wrong, and why'),
      lookFirst: text.describe('What somebody with experience would have looked at first, and why'),
      moment: z
        .strictObject({
          text: text.describe('What happened at that moment'),
          shows: proof.optional().describe('Where the lab shows it'),
        })
        .describe('The moment that decided'),
      facts: z
        .array(
          z.strictObject({
            text: text.describe('The fact'),
            source: z
              .enum(factSources)
              .describe('stated by a source, inferred from one, or invented by Bramble'),
            from: text.describe('The source'),
          }),
        )
        .min(1)
        .describe('What one should know, and from where it is known'),
    })
    .describe('Shown once the lesson is finished'),
})

export type LessonFile = z.output<typeof lessonFile>
