import { z } from 'zod'

/** Scenarios of the library, run step by step in the lab that people have before them. */

/**
 * Why a scenario cannot be run in this lab. `needs`: no lab can do what it needs. `lab`: it sets what is fixed once a lab runs.
 * `handheld`: one of its handhelds is issued to somebody else here. `fleet`: it has more handhelds than a window's lab should get.
 * `together`: several of its steps begin at the same moment, which only virtual time can do. `unusable`: its file has errors.
 */
export const demoObstacles = ['needs', 'lab', 'handheld', 'fleet', 'together', 'unusable'] as const

export const demoEntry = z.object({
  /** Its file within the library, without the ending. */
  id: z.string(),
  isDemonstration: z.boolean(),
  name: z.string(),
  symptom: z.string().nullable(),
  cause: z.string().nullable(),
  steps: z.int(),
  obstacle: z.object({ code: z.enum(demoObstacles), what: z.string() }).nullable(),
  /** What its start changes in this lab, which has other users, handhelds and settings. */
  changes: z.object({
    /** Numbers of what is added until it is stopped. */
    users: z.int(),
    handhelds: z.int(),
    /** Sessions that end. */
    sessions: z.int(),
    /** Faults that are mended until it is stopped. */
    faults: z.int(),
    /** Settings that change until it is stopped, by their keys in the API. */
    settings: z.array(z.string()),
  }),
})
export type DemoEntry = z.infer<typeof demoEntry>

const demoStepStates = ['ahead', 'running', 'done', 'failed'] as const

/** The scenario that is being run step by step. */
export const demoView = z.object({
  id: z.string(),
  name: z.string(),
  symptom: z.string().nullable(),
  cause: z.string().nullable(),
  /** How many steps have been done. */
  done: z.int(),
  /** A step is under way, or the lab is being prepared or put back. */
  isBusy: z.boolean(),
  steps: z.array(
    z.object({
      /** As in reports: `login alice`. */
      title: z.string(),
      note: z.string().nullable(),
      /** It compares the lab with what is expected, and does nothing. */
      isExpectation: z.boolean(),
      state: z.enum(demoStepStates),
      /** What differed from what was expected, or why it could not be done. */
      differences: z.array(z.string()),
    }),
  ),
})
export type DemoView = z.infer<typeof demoView>
