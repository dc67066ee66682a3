import {
  type FlowStep,
  type FlowStepView,
  type FlowView,
  hasOriginalWording,
  type LabEvent,
  type LogComponent,
  type LogLevel,
  type NoticeLevel,
  type NoticeView,
  type StepOutcome,
} from '#contract'
import { sentence, wordsOf } from '#words'
import type { LogLine } from './log-line.ts'

/** The events that become log lines. */
export const loggedEvents = ['flow', 'flow-step', 'session-closed', 'notice'] as const

export type LoggedEvent = Extract<LabEvent, { type: (typeof loggedEvents)[number] }>

export function isLogged(event: LabEvent): event is LoggedEvent {
  return loggedEvents.some((type) => type === event.type)
}

/** The component that logs a step, and the event's number, which is invented. Step 1 happens on the handheld: no server logs it. */
const steps: Readonly<Record<FlowStep, { component: LogComponent; number: number } | null>> = {
  '1': null,
  '2': { component: 'ROUT', number: 310 },
  '3': { component: 'DISP', number: 110 },
  '4a': { component: 'BBIM', number: 201 },
  '4b': { component: 'BBIM', number: 202 },
  '4c': { component: 'BBIM', number: 203 },
  '4d': { component: 'BBIM', number: 204 },
  '4e': { component: 'BBIM', number: 205 },
  '5': { component: 'BBIM', number: 206 },
  '6': { component: 'BBIM', number: 207 },
  '7': { component: 'DISP', number: 120 },
}

const stepLevels: Record<StepOutcome, LogLevel> = { done: 3, skipped: 4, refused: 2 }

/** The log is always English, as in the original. */
const { endings, notices, stepDetails } = wordsOf('en')

const noticeLevels: Record<NoticeLevel, LogLevel> = { error: 1, warning: 2, information: 3 }

/** Turns the lab's events into log lines. It remembers unfinished logins, to name the user of each step. */
export class LogReader {
  readonly #flows = new Map<string, FlowView>()

  linesOf(event: LoggedEvent): LogLine[] {
    switch (event.type) {
      case 'flow':
        return this.#flow(event.flow)
      case 'flow-step': {
        const flow = this.#flows.get(event.id)
        return flow ? lineOfStep(flow, event.step) : []
      }
      case 'session-closed':
        return [
          invented(
            { component: 'BBIM', level: 3, number: 230, at: event.at },
            () => `Session ${event.id} of ${event.handheld} ended: ${event.reason}`,
            { handheld: event.handheld, session: event.id },
          ),
        ]
      case 'notice':
        return [lineOfNotice(event.notice)]
    }
  }

  /** A flow event comes when the flow begins and when it ends; it may contain steps that had no event of their own. */
  #flow(flow: FlowView): LogLine[] {
    const known = this.#flows.has(flow.id)
    const early = known ? [] : flow.steps.flatMap((step) => lineOfStep(flow, step))
    if (flow.result === null || flow.endedAt === null) {
      this.#flows.set(flow.id, flow)
      return early
    }
    this.#flows.delete(flow.id)
    const isAccepted = flow.result === 'accepted'
    // Log lines name the codes, which people search for, unless the original has words.
    const result = hasOriginalWording(flow.result) ? endings[flow.result].title : flow.result
    const head = { component: 'BBIM', level: isAccepted ? 3 : 2, number: 220, at: flow.endedAt } as const
    return [...early, invented(head, () => `Login of ${whose(flow)}: ${result}`, aboutFlow(flow))]
  }
}

function lineOfStep(flow: FlowView, { at, detail, outcome, step }: FlowStepView): LogLine[] {
  // Steps that another environment adds are logged by the service.
  const taker = step in steps ? steps[step] : { component: 'BBIM' as const, number: 208 }
  if (!taker) return []
  const text = () => `Step ${step} ${outcome}, ${whose(flow)}: ${sentence(stepDetails, detail)}`
  return [invented({ ...taker, level: stepLevels[outcome], at }, text, aboutFlow(flow))]
}

function lineOfNotice(notice: NoticeView): LogLine {
  const { at, level, part } = notice
  const head = { component: componentOf(part), level: noticeLevels[level], number: 900, at }
  return invented(head, () => `${part}: ${sentence(notices, notice)}`, {})
}

function componentOf(part: string): LogComponent {
  if (part === 'dispatcher') return 'DISP'
  return part === 'wireless' ? 'ROUT' : 'BBIM'
}

function whose({ handheld, pin, user }: FlowView): string {
  return `${user} on ${handheld} (PIN ${pin})`
}

function aboutFlow({ handheld, id }: FlowView): Pick<LogLine, 'flow' | 'handheld'> {
  return { flow: id, handheld }
}

/** A line of ours. Its text is made when somebody reads it: most lines of a lab are read by nobody. */
function invented(
  head: Pick<LogLine, 'component' | 'level' | 'number' | 'at'>,
  makeText: () => string,
  about: Pick<LogLine, 'flow' | 'handheld' | 'session'>,
): LogLine {
  return {
    ...head,
    get text() {
      return makeText()
    },
    isInvented: true,
    ...about,
  }
}
