import { z } from 'zod'
import { command } from './command.ts'
import {
  handheldStates,
  loginResults,
  messageStates,
  sendOutcomes,
  signedOutReasons,
  stepOutcomes,
} from './vocabulary.ts'

/** Scenarios that are made of what people did in a lab. Times are milliseconds of lab time; `at` counts since 1970. */

/** What somebody wants to be asserted, at the moment at which it was seen. */
export const assertion = z.object({ at: z.number() }).and(
  z.discriminatedUnion('about', [
    z.object({
      about: z.literal('handheld'),
      handheld: z.string(),
      state: z.enum(handheldStates),
      reason: z.enum(signedOutReasons).nullable(),
    }),
    z.object({ about: z.literal('sessions'), count: z.int().min(0) }),
    /** Frames like one that was seen. */
    z.object({ about: z.literal('frame'), filter: z.string().max(1_000) }),
    /** A part of a line of the log. */
    z.object({ about: z.literal('log'), text: z.string().min(1).max(1_000) }),
    z.object({
      about: z.literal('flow'),
      handheld: z.string(),
      step: z.string(),
      outcome: z.enum(stepOutcomes),
      code: z.string(),
    }),
  ]),
)
export type Assertion = z.infer<typeof assertion>

/** Maximum number of assertions that people make while they record. */
export const mostAssertions = 200

const handheld = z.string()

/** What a proposed expectation is about. */
const proposalAbout = z.lazy(() =>
  z.discriminatedUnion('code', [
    z.object({ code: z.literal('signed-out'), handheld, reason: z.enum(signedOutReasons) }),
    /** A client logged in again by itself. */
    z.object({ code: z.literal('signed-in'), handheld }),
    /** The step at which a login was refused. */
    z.object({ code: z.literal('refused'), handheld, step: z.string(), detail: z.string() }),
    /** A login for which idle sessions were logged out. */
    z.object({ code: z.literal('made-room'), handheld }),
    /** What the log says about the end of a session. */
    z.object({ code: z.literal('log'), text: z.string() }),
    /** How a message ended after its sending had been answered. */
    z.object({ code: z.literal('sent'), handheld, text: z.string(), state: z.enum(messageStates) }),
    z.object({ code: z.literal('received'), handheld, count: z.int() }),
    z.object({
      code: z.literal('state'),
      handheld,
      state: z.enum(handheldStates),
      reason: z.enum(signedOutReasons).nullable(),
    }),
    z.object({ code: z.literal('sessions'), count: z.int() }),
    /** Somebody asserted it while recording. */
    z.object({ code: z.literal('asserted'), assertion }),
  ]),
)
export type ProposalAbout = z.infer<typeof proposalAbout>

const proposalView = z.lazy(() =>
  z.object({
    id: z.string(),
    at: z.number(),
    about: proposalAbout,
    /** Whether a scenario should have it unless somebody decides otherwise. */
    isUsual: z.boolean(),
    /** The expectation as a file has it. */
    text: z.string(),
  }),
)
export type ProposalView = z.infer<typeof proposalView>

/** How the repetition of what was done, in virtual time, differed from the lab. */
const livedDifference = z.lazy(() =>
  z.discriminatedUnion('code', [
    z.object({
      code: z.literal('login'),
      command: z.int(),
      lived: z.enum(loginResults),
      again: z.enum(loginResults).nullable(),
    }),
    z.object({
      code: z.literal('send'),
      command: z.int(),
      lived: z.enum(sendOutcomes),
      again: z.enum(sendOutcomes).nullable(),
    }),
    /** The lab refused a command that it had carried out. */
    z.object({ code: z.literal('refused'), command: z.int() }),
    z.object({ code: z.literal('handheld'), handheld, lived: z.string(), again: z.string() }),
    z.object({ code: z.literal('sessions'), lived: z.int(), again: z.int() }),
  ]),
)
export type LivedDifferenceView = z.infer<typeof livedDifference>

const proposedScenario = z.lazy(() =>
  z.object({
    /** What was done, in order: the steps in short. */
    steps: z.array(z.object({ at: z.number(), title: z.string(), hasStep: z.boolean() })),
    /** Number of further steps that are not listed. */
    moreSteps: z.int(),
    proposals: z.array(proposalView),
    differences: z.array(livedDifference),
    /** Commands that no step does. */
    unstated: z.array(z.string()),
    /** How many commands the lab did not keep. */
    dropped: z.int(),
    /** Servers outside the lab, in whose place the scenario has the stand-ins. */
    outside: z.array(z.enum(['communicationsServer', 'directory'])),
  }),
)
export type ProposedScenario = z.infer<typeof proposedScenario>

/** How a scenario keeps the times of what was done. `round`: readable; `exact`: to the millisecond; `together`: what was done at the
 * same time begins at its own millisecond beside the rest. */
export const timeManners = ['round', 'exact', 'together'] as const
export type TimeManner = (typeof timeManners)[number]

/** How a scenario comes to where its range begins. `start`: it begins with the lab. `compact`: by the shortest steps. `whole`: by
 * everything that was done before. */
const setUpManners = ['start', 'compact', 'whole'] as const
export type SetUpManner = (typeof setUpManners)[number]

const composedScenario = z.lazy(() =>
  z.object({
    text: z.string(),
    times: z.enum(timeManners),
    setUp: z.enum(setUpManners),
    /** Expectations that did not come to hold in the repetition and are left out. */
    leftOut: z.array(z.string()),
  }),
)
export type ComposedScenario = z.infer<typeof composedScenario>

const scenarioProof = z.lazy(() =>
  z.object({
    hasPassed: z.boolean(),
    /** What did not hold, as `bramble run` says it, in English. */
    failures: z.array(z.string()),
    /** Lab time that passed, and the machine's time that it took. */
    labMs: z.number(),
    tookMs: z.number(),
  }),
)
export type ScenarioProof = z.infer<typeof scenarioProof>

/** How far the making of a scenario is. Times are lab time since what is repeated began; `ofMs` null: not known. */
export const composingView = z.lazy(() =>
  z.object({
    stage: z.enum(['repeat', 'write', 'prove']),
    atMs: z.number(),
    ofMs: z.number().nullable(),
  }),
)
export type ComposingView = z.infer<typeof composingView>

const mostName = 200
const mostText = 2_000_000

/** Commands that make a scenario of what was done. They change nothing in the lab. */
export const scenarioCommands = {
  /** Repeats what was done, in virtual time, and proposes what to expect. `since`: lab time; null: since the start. */
  'scenario.propose': command(() => ({
    input: z.strictObject({
      since: z.number().nullable().default(null),
      assertions: z.array(assertion).max(mostAssertions).default([]),
    }),
    output: proposedScenario,
  })),
  /** Writes the scenario that was proposed last, with these expectations; null: the usual ones. */
  'scenario.compose': command(() => ({
    input: z.strictObject({
      name: z.string().trim().min(1).max(mostName),
      symptom: z.string().trim().max(mostName).default(''),
      cause: z.string().trim().max(mostName).default(''),
      expectations: z.array(z.string()).max(2_000).nullable().default(null),
      language: z.string().max(35).default('en'),
    }),
    output: composedScenario,
  })),
  /** Runs a scenario in virtual time, in a lab of its own. */
  'scenario.prove': command(() => ({
    input: z.strictObject({ text: z.string().max(mostText) }),
    output: scenarioProof,
  })),
  /** Ends what is being made. */
  'scenario.cancel': command(() => ({ input: z.strictObject({}), output: z.null() })),
} as const
