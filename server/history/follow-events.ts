import type { LabEvent } from '#contract'
import type { Fact, HistoryLog } from './history-log.ts'

/** The events that histories have as facts. */
export const toldEvents = [
  'flow',
  'flow-step',
  'session-closed',
  'faults',
  'service',
  'marks',
  'notice',
] as const satisfies readonly LabEvent['type'][]

/** Makes facts of a history from a lab's events. */
export function factsFrom(history: HistoryLog): (event: LabEvent) => void {
  let faults = ''
  let marks = new Map<number, string>()
  return (event) => {
    const [fact] = factsOf(event)
    if (event.type === 'marks') {
      for (const { number, comment } of event.marks) {
        if (marks.get(number) !== comment) history.fact({ do: 'mark', number, comment })
      }
      marks = new Map(event.marks.map(({ number, comment }) => [number, comment]))
    } else if (fact?.do === 'faults') {
      // The event also comes when a fault has struck, which changes its counter only.
      const all = fact.faults.join()
      if (all !== faults) history.fact(fact)
      faults = all
    } else if (fact) history.fact(fact)
  }
}

function factsOf(event: LabEvent): Fact[] {
  switch (event.type) {
    case 'flow': {
      const { id, handheld, user, result, steps } = event.flow
      // It is told again when the login has ended.
      return result === null && steps.length > 0 ? [] : [{ do: 'login', flow: id, handheld, user, result }]
    }
    case 'flow-step': {
      const { step, outcome, detail } = event.step
      return [{ do: 'step', flow: event.id, step, outcome, code: detail.code }]
    }
    case 'session-closed':
      return [{ do: 'ending', session: event.id, handheld: event.handheld, reason: event.reason }]
    case 'faults':
      return [{ do: 'faults', faults: event.faults.map(({ at, kind }) => `${at}/${kind}`) }]
    case 'service':
      return [{ do: 'service', service: event.service }]
    case 'notice':
      return event.notice.code === 'standstill' ? [{ do: 'standstill' }] : []
    default:
      return []
  }
}
