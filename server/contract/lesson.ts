import { z } from 'zod'
import { command } from './command.ts'

/**
 * Lessons: a lab in which something is wrong, and a person who learns to find out what. What a trainee must not know yet (the right
 * answer, a hint that was not taken, a setting that is hidden) is not in any of these views: a trainee may read the API.
 */

export const lessonLevels = ['beginner', 'intermediate', 'advanced'] as const
export type LessonLevel = (typeof lessonLevels)[number]

/** By what a lesson is about, the catalogue is sorted. */
export const lessonAreas = [
  'first-steps',
  'limits',
  'timeouts',
  'coverage',
  'certificates',
  'accounts',
  'endpoints',
  'encryption',
] as const
export type LessonArea = (typeof lessonAreas)[number]

/** Languages in which a lesson's texts may be written; where one is missing, the text is English. */
export const lessonLanguages = ['en', 'de'] as const
export type LessonLanguage = (typeof lessonLanguages)[number]

/**
 * Parts of the lab that a lesson opens, locks or hides. `handhelds`: what people do with them. `coverage`: coverage, link, power and
 * status messages. `clock`: the pace of lab time.
 */
export const lessonParts = [
  'settings',
  'faults',
  'users',
  'handhelds',
  'coverage',
  'desktops',
  'sessions',
  'flow',
  'ladder',
  'traffic',
  'log',
  'charts',
  'notices',
  'clock',
] as const
export type LessonPart = (typeof lessonParts)[number]

/** `locked`: to be seen, not changed. `hidden`: not even to be seen; snapshot and events have a neutral value in its place. */
export const lessonAccesses = ['open', 'locked', 'hidden'] as const
export type LessonAccess = (typeof lessonAccesses)[number]

/** What of the lab proves something. */
export const evidenceItem = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('frame'), number: z.int() }),
    /** A session that is open, or was. */
    z.strictObject({ kind: z.literal('session'), id: z.string().max(256) }),
    /** A line of the log, by its number. */
    z.strictObject({ kind: z.literal('log'), number: z.int() }),
    /** A step of a login: the flow's ID, and the step's name, such as `4a`. */
    z.strictObject({ kind: z.literal('step'), flow: z.string().max(256), step: z.string().max(64) }),
    /** A setting by its key in the API, such as `idleTimeoutMs`. */
    z.strictObject({ kind: z.literal('setting'), key: z.string().max(64) }),
    z.strictObject({ kind: z.literal('handheld'), name: z.string().max(256) }),
    z.strictObject({ kind: z.literal('user'), id: z.string().max(256) }),
  ]),
)
export type EvidenceItem = z.infer<typeof evidenceItem>
export const evidenceKinds = ['frame', 'session', 'log', 'step', 'setting', 'handheld', 'user'] as const
export type EvidenceKind = (typeof evidenceKinds)[number]

/** Something in the notebook. */
const notebookEntry = z.lazy(() =>
  z.object({
    /** Unique in the lesson, from 1. */
    id: z.int(),
    item: evidenceItem,
    /** What it said when it was noted: the frame in a line, the line of the log, the setting and its value. */
    text: z.string(),
    /** Lab time at which it happened; where it has no time of its own, when it was noted. */
    at: z.number(),
    /** The question that it was offered for, or null: only noted. */
    question: z.string().nullable(),
    /** Whether it proves what was asked. */
    verdict: z.enum(['noted', 'right', 'wrong']),
    /** Why it does, or does not. Null where it was only noted. */
    why: z.string().nullable(),
  }),
)
export type NotebookEntry = z.infer<typeof notebookEntry>

const asked = {
  id: z.string(),
  /** Empty while it is ahead: what is to be repaired would tell what is broken. */
  text: z.string(),
  /** `ahead`: those before it must be done first. `done`: answered, or revealed. */
  state: z.enum(['ahead', 'open', 'done']),
  /** How many points it is worth; 0: it is not scored. */
  points: z.number(),
  /** Points that the answer got. Null until it is done. */
  earned: z.number().nullable(),
  /** How often it was answered wrongly. */
  mistakes: z.int(),
  /** Whether somebody let the lesson tell the answer. */
  isRevealed: z.boolean(),
  /** What there is to know about the answer. Null until the question is done. */
  explanation: z.string().nullable(),
}

/** A question as the trainee sees it, without its answer. */
const questionView = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({
      ...asked,
      kind: z.literal('choose'),
      /**
       * In the order in which they are shown; none while the question is ahead. `verdict`: of those that were chosen, and of all once
       * the question is done.
       */
      choices: z.array(
        z.object({
          id: z.string(),
          text: z.string(),
          verdict: z.enum(['right', 'wrong']).nullable(),
          why: z.string().nullable(),
        }),
      ),
    }),
    z.object({
      ...asked,
      kind: z.literal('evidence'),
      /** What may be pointed at; nothing while the question is ahead. */
      kinds: z.array(z.enum(evidenceKinds)),
    }),
    z.object({
      ...asked,
      /** Something to do in the lab, such as a login, or the repair. The lab tells whether it is done. */
      kind: z.literal('do'),
      /** Null: not tried yet. */
      holds: z.boolean().nullable(),
      /** What the lesson says as long as it does not hold; null: nothing of its own, or it was not tried. */
      notYet: z.string().nullable().default(null),
      /** The lesson looks by itself; otherwise `lesson.check` asks. */
      isWatched: z.boolean(),
    }),
    z.object({
      ...asked,
      /** A sentence for whoever complained: kept for the trainer, not scored. */
      kind: z.literal('write'),
      written: z.string().nullable(),
    }),
  ]),
)
export type QuestionView = z.infer<typeof questionView>

const hintView = z.lazy(() =>
  z.object({
    id: z.string(),
    /** The question that it helps with; null: the lesson as a whole. */
    question: z.string().nullable(),
    /** How many points it costs. */
    price: z.number(),
    /** Null until it is taken. */
    text: z.string().nullable(),
    /** It can be taken now: its question is open, and the hints before it have been taken. */
    isOffered: z.boolean(),
  }),
)
export type HintView = z.infer<typeof hintView>

/** From where a fact is known. `invented`: by Bramble, in place of what nobody has published. */
export const factSources = ['stated', 'inferred', 'invented'] as const

/** Shown once the lesson is finished. */
const debriefView = z.lazy(() =>
  z.object({
    cause: z.string(),
    /** What somebody with experience would have looked at first, and why. */
    lookFirst: z.string(),
    /** The moment that decided; `item` null where the lab no longer has it. */
    moment: z.object({ text: z.string(), item: evidenceItem.nullable(), at: z.number().nullable() }),
    facts: z.array(z.object({ text: z.string(), source: z.enum(factSources), from: z.string() })),
    /** Whether `lesson.start` with `isWithoutCause` can show the same morning without the cause. */
    canBeWithoutCause: z.boolean(),
  }),
)
export type DebriefView = z.infer<typeof debriefView>

/** The lesson that is being taken in this lab. */
export const lessonView = z.lazy(() =>
  z.object({
    id: z.string(),
    title: z.string(),
    level: z.enum(lessonLevels),
    area: z.enum(lessonAreas),
    minutes: z.int(),
    /** Who takes it, or null. */
    trainee: z.string().nullable(),
    seed: z.int(),
    language: z.enum(lessonLanguages),
    /** Shown to somebody who wants to see the situation without its cause: no questions. */
    isWithoutCause: z.boolean(),
    /** What the trainee is told: the symptom in the words of whoever complains, who that is, and when it happened. */
    told: z.object({ symptom: z.string(), who: z.string(), when: z.string() }),
    /** For guided lessons: what this is about, in a few sentences. */
    introduction: z.string().nullable(),
    access: z.record(z.enum(lessonParts), z.enum(lessonAccesses)),
    /** Settings that are hidden although others are to be seen, by their keys in the API. */
    hiddenSettings: z.array(z.string()),
    questions: z.array(questionView),
    notebook: z.array(notebookEntry),
    hints: z.array(hintView),
    score: z.object({
      /** Points of answers less the price of hints; never less than 0. */
      earned: z.number(),
      most: z.number(),
      /** What the hints taken so far have cost. */
      paid: z.number(),
    }),
    /** The machine's time in milliseconds since 1970. */
    begunAt: z.number(),
    finishedAt: z.number().nullable(),
    /** Milliseconds in between in which its lab was not there, which do not count as taken. */
    awayMs: z.number(),
    /** The machine's time at which the lesson went on in a new lab, because the one before had ended by itself; else null. */
    restartedAt: z.number().nullable(),
    /** Why the result could not be written, or null. */
    resultProblem: z.string().nullable(),
    debrief: debriefView.nullable(),
  }),
)
export type LessonView = z.infer<typeof lessonView>

/** A lesson in the catalogue. */
const lessonEntry = z.lazy(() =>
  z.object({
    /** Its file's name without the ending. */
    id: z.string(),
    title: z.string(),
    level: z.enum(lessonLevels),
    area: z.enum(lessonAreas),
    minutes: z.int(),
    /** The symptom in the words of whoever complains, with the names of an example. */
    symptom: z.string(),
    questions: z.int(),
    points: z.number(),
    /** What is wrong with its file, with positions, or null. Then it cannot be taken. */
    problem: z.string().nullable(),
    /** The best result of the trainee that was asked for, or null: not finished yet. */
    best: z
      .object({ earned: z.number(), most: z.number(), finishedAt: z.number(), times: z.int() })
      .nullable(),
  }),
)
export type LessonEntry = z.infer<typeof lessonEntry>

/** Seeds are whole numbers from 0 to this one, as those of a lab. */
export const highestLessonSeed = 0xffffffff

/** Limits of what a trainee writes. */
export const lessonLimits = { trainee: 100, sentence: 2_000, notebook: 200, source: 200_000 } as const

const traineeName = z.string().trim().min(1).max(lessonLimits.trainee)
const questionId = z.string().max(64)
const nothing = z.null()

/** A problem of a lesson file. */
const lessonProblem = z.lazy(() =>
  z.object({
    line: z.int(),
    column: z.int(),
    keyPath: z.string(),
    text: z.string(),
  }),
)
export type LessonProblem = z.infer<typeof lessonProblem>

export const lessonCommands = {
  /** The lessons that there are, with what this trainee has achieved. */
  'lesson.list': command(() => ({
    input: z.strictObject({
      trainee: traineeName.nullable().default(null),
      language: z.enum(lessonLanguages).default('en'),
    }),
    output: z.array(lessonEntry),
  })),
  /**
   * Starts a lesson. Answers once its lab runs, in which everything has happened that the trainee is told. `lab`: the ID of that lab,
   * which runs in a process of its own; null: this lab is the one. Without a seed, one is drawn.
   */
  'lesson.start': command(() => ({
    input: z.strictObject({
      id: z.string().min(1).max(256),
      seed: z.int().min(0).max(highestLessonSeed).optional(),
      trainee: traineeName.nullable().default(null),
      language: z.enum(lessonLanguages).default('en'),
      isWithoutCause: z.boolean().default(false),
    }),
    output: z.object({ lab: z.string().nullable() }),
  })),
  /** Chooses. A wrong choice costs points, is explained, and another one can be chosen. */
  'lesson.answer': command(() => ({
    input: z.strictObject({ question: questionId, choice: z.string().max(64) }),
    output: nothing,
  })),
  /** Puts evidence into the notebook; with a question, offers it as the answer. */
  'lesson.evidence': command(() => ({
    input: z.strictObject({ item: evidenceItem, question: questionId.nullable().default(null) }),
    output: notebookEntry,
  })),
  /** Removes an entry from the notebook, unless it was an answer. */
  'lesson.forget': command(() => ({ input: z.strictObject({ entry: z.int() }), output: nothing })),
  /** Takes a hint, which costs its price. */
  'lesson.hint': command(() => ({ input: z.strictObject({ hint: z.string().max(64) }), output: hintView })),
  /** Writes, or rewrites, the sentence for whoever complained. */
  'lesson.write': command(() => ({
    input: z.strictObject({
      question: questionId,
      text: z.string().trim().min(1).max(lessonLimits.sentence),
    }),
    output: nothing,
  })),
  /** Asks the lab whether what was to be done is done. Trying costs nothing. */
  'lesson.check': command(() => ({
    input: z.strictObject({ question: questionId }),
    output: z.object({ holds: z.boolean() }),
  })),
  /** Lets the lesson tell the answer, which then earns nothing: nobody gets stuck. */
  'lesson.reveal': command(() => ({ input: z.strictObject({ question: questionId }), output: nothing })),
  /** Ends the lesson with what is answered, keeps the result, and shows the debrief. Everything is open from then on. */
  'lesson.finish': command(() => ({ input: z.strictObject({}), output: nothing })),
  /** Leaves the lesson; its lab ends. An unfinished lesson is kept as such. */
  'lesson.leave': command(() => ({ input: z.strictObject({}), output: nothing })),
  /** The text of a lesson's file, for trainers. */
  'lesson.read': command(() => ({
    input: z.strictObject({ id: z.string().min(1).max(256) }),
    output: z.object({ source: z.string() }),
  })),
  /** What is wrong with the text of a lesson; with `isTried`, also taken: `solve` must solve, and doing nothing must not. */
  'lesson.judge': command(() => ({
    input: z.strictObject({
      source: z.string().max(lessonLimits.source),
      isTried: z.boolean().default(false),
    }),
    output: z.array(lessonProblem),
  })),
  /** Writes a lesson's file into the folder of own lessons. One with problems is refused. */
  'lesson.save': command(() => ({
    input: z.strictObject({
      id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'small letters, digits and dashes'),
      source: z.string().max(lessonLimits.source),
    }),
    output: nothing,
  })),
} as const
