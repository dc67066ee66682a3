import { z } from 'zod'
import { branchingView } from './branching.ts'
import { composingView } from './compose.ts'
import { demoView } from './demo.ts'
import { standingFault } from './fault-forms.ts'
import { lessonView } from './lesson.ts'
import { processFlow } from './process-flow.ts'
import { ranStep, scenarioRunHead } from './scenario-run.ts'
import { serviceView } from './settings.ts'
import {
  conditionsView,
  desktopView,
  flowStepView,
  flowView,
  frameView,
  handheldView,
  markView,
  noticeView,
  paceView,
  recordingView,
  sessionView,
  snapshotView,
  userView,
} from './views.ts'
import { sessionEndings } from './vocabulary.ts'

const about = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ seq: z.int(), at: z.number(), type: z.literal(type), ...shape })

/**
 * Everything that happens in the lab, in order: `seq` counts up by one, without gaps, and `at` is lab time in milliseconds
 * since 1970. An event contains the complete new state of what changed, so that {@link applyEvent} needs only the previous
 * snapshot.
 * @example { seq: 12, at: 1275382800000, type: 'handheld-removed', name: 'carol' }
 */
export const labEvent = z.lazy(() =>
  z.discriminatedUnion('type', [
    /** A handheld was added, or anything about it changed. */
    about('handheld', { handheld: handheldView }),
    about('handheld-removed', { name: z.string() }),
    /** A session was opened, or anything about it changed. */
    about('session', { session: sessionView }),
    about('session-closed', { id: z.string(), handheld: z.string(), reason: z.enum(sessionEndings) }),
    /** A desktop client signed in or out, or received a message. */
    about('desktop', { desktop: desktopView }),
    about('user', { user: userView }),
    about('user-removed', { id: z.string() }),
    /** Settings of an instance of the service changed. */
    about('service', {
      name: z.string(),
      service: serviceView,
      processFlow,
      communicationsServer: snapshotView.shape.lab.shape.communicationsServer,
    }),
    about('pace', { pace: paceView }),
    about('recording', { recording: recordingView.nullable() }),
    about('conditions', { conditions: conditionsView }),
    about('faults', { faults: z.array(standingFault) }),
    about('flow', { flow: flowView }),
    about('flow-step', { id: z.string(), step: flowStepView }),
    /** Frames in batches, for listeners that name this type: they count every frame. Others read them with `readTraffic`. */
    about('frames', { frames: z.array(frameView) }),
    /** A mark on a frame was set, changed or removed, or the lab dropped its frame. Contains all marks. */
    about('marks', { marks: z.array(markView) }),
    /** `isAgain`: it was posted before, and had been kept back from some faces. */
    about('notice', { notice: noticeView, isAgain: z.literal(true).optional() }),
    /** A scenario of the library began or ended, or a step of it. */
    about('demo', { demo: demoView.nullable() }),
    /** Anything but the steps of a scenario run in this lab changed. */
    about('run', { run: scenarioRunHead }),
    about('run-step', { step: ranStep }),
    /** A lesson began or ended, or anything about it changed. */
    about('lesson', { lesson: lessonView.nullable() }),
    /** A scenario is being made of what was done, or no longer. */
    about('composing', { composing: composingView.nullable() }),
    /** All other turns that are being started, with how far they are. */
    about('branching', { branching: z.array(branchingView) }),
  ]),
)
export type LabEvent = z.infer<typeof labEvent>
/** An event without sequence number and time. */
export type LabEventBody = LabEvent extends infer E
  ? E extends LabEvent
    ? Omit<E, 'seq' | 'at'>
    : never
  : never
