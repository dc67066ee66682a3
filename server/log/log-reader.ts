import {
  type FlowStep,
  type FlowStepView,
  type FlowView,
  hasOriginalWording,
  type LabEvent,
  type NoticeLevel,
  type NoticeView,
  type StepOutcome,
} from '#contract'
import { sentence, wordsOf } from '#words'
import type { LogComponent, LogLevel, LogLine } from './log-line.ts'

/** The events that become log lines. */
export const loggedEvents = ['flow', 'flow-step', 'session-closed', 'notice'] as const

type LoggedEvent = Extract<LabEvent, { type: (typeof loggedEvents)[number] }>

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
            'BBIM',
            3,
            230,
            event.at,
            `Session ${event.id} of ${event.handheld} ended: ${event.reason}`,
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
    const text = `Login of ${whose(flow)}: ${result}`
    return [...early, invented('BBIM', isAccepted ? 3 : 2, 220, flow.endedAt, text)]
  }
}

function lineOfStep(flow: FlowView, { at, detail, outcome, step }: FlowStepView): LogLine[] {
  // Steps that another environment adds are logged by the service.
  const taker = step in steps ? steps[step] : { component: 'BBIM' as const, number: 208 }
  if (!taker) return []
  const text = `Step ${step} ${outcome}, ${whose(flow)}: ${sentence(stepDetails, detail)}`
  return [invented(taker.component, stepLevels[outcome], taker.number, at, text)]
}

function lineOfNotice(notice: NoticeView): LogLine {
  const { at, level, part } = notice
  const text = `${part}: ${sentence(notices, notice)}`
  return invented(componentOf(part), noticeLevels[level], 900, at, text)
}

function componentOf(part: string): LogComponent {
  if (part === 'dispatcher') return 'DISP'
  return part === 'wireless' ? 'ROUT' : 'BBIM'
}

function whose({ handheld, pin, user }: FlowView): string {
  return `${user} on ${handheld} (PIN ${pin})`
}

function invented(
  component: LogComponent,
  level: LogLevel,
  number: number,
  at: number,
  text: string,
): LogLine {
  return { component, level, number, at, text, isInvented: true }
}
