import type { LabApi } from '#contract'
import type { LogLine } from './log-line.ts'
import { isLogged, LogReader, loggedEvents } from './log-reader.ts'

/**
 * Calls `onLine` with every line of the log from now on, beginning with those of the lab's start. Without a follower,
 * no lines are made.
 * @param now lab time in milliseconds
 * @returns a function that stops it
 */
export function followLog(api: LabApi, now: number, onLine: (line: LogLine) => void): () => void {
  for (const line of startLines(now)) onLine(line)
  const reader = new LogReader()
  return api.subscribe(
    (event) => {
      if (isLogged(event)) for (const line of reader.linesOf(event)) onLine(line)
    },
    [...loggedEvents],
  )
}

/** The lines with which the log of a start begins. */
export function startLines(at: number): LogLine[] {
  return [
    { component: 'ROUT', level: 5, number: 300, at, text: 'Starting BlackBerry Router', isInvented: true },
    // This is the only event of a start whose number and text are documented (BBD-46350).
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
