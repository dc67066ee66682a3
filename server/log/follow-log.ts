import type { LabApi, LabEvent } from '#contract'
import type { LogLine } from './log-line.ts'
import { LogReader, loggedEvents } from './log-reader.ts'

/**
 * Hears every line of the log from now on, the lines of a start first. Nothing is put together for a log that nobody
 * keeps.
 * @param now lab time in milliseconds
 * @returns stops listening
 */
export function followLog(api: LabApi, now: number, hear: (line: LogLine) => void): () => void {
  for (const line of startLines(now)) hear(line)
  const reader = new LogReader()
  return api.subscribe(
    (event) => {
      if (isLogged(event)) for (const line of reader.linesOf(event)) hear(line)
    },
    [...loggedEvents],
  )
}

function isLogged(event: LabEvent): event is Parameters<LogReader['linesOf']>[0] {
  return loggedEvents.some((type) => type === event.type)
}

function startLines(at: number): LogLine[] {
  return [
    { component: 'ROUT', level: 5, number: 300, at, text: 'Starting BlackBerry Router', isInvented: true },
    // The one event of a start whose number and text are known (BBD-46350).
    {
      component: 'DISP',
      level: 5,
      number: 75,
      at,
      text: 'Starting BlackBerry Dispatcher',
      isInvented: false,
    },
    {
      component: 'BBIM',
      level: 5,
      number: 200,
      at,
      text: 'Starting BlackBerry Collaboration Service',
      isInvented: true,
    },
  ]
}
