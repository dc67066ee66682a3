import type { LogComponent, LogLevel } from '#contract'
import { printableLine } from '../base/index.ts'
import { localTime } from './local-time.ts'

/**
 * A line of the log, in the form that the original documents (BlackBerry administration documents, deliverable 12934):
 * `[30000] (03/12 14:03:42.315):{0x18CC} text`, the event's first digit being its level. The texts of the Collaboration
 * Service and nearly all numbers are not public: invented lines are marked at their end.
 */

export interface LogLine {
  readonly component: LogComponent
  readonly level: LogLevel
  /** The event's other four digits. */
  readonly number: number
  /** Lab time in milliseconds. */
  readonly at: number
  readonly text: string
  readonly isInvented: boolean
  /** The login that it is about. */
  readonly flow?: string
  readonly handheld?: string
  readonly session?: string
}

/** Invented; the original writes the ID of the Windows thread. */
const threads: Record<LogComponent, string> = { BBIM: '0x18CC', DISP: '0x0D14', ROUT: '0x07A8' }

/** @param zone time zone of the lab; UTC unless its file names one, so that a log reads the same wherever the lab runs */
export function formatLogLine(
  { component, level, number, at, text, isInvented }: LogLine,
  zone = 'UTC',
): string {
  const local = localTime(at, zone)
  const time = `${local.monthAndDay} ${local.time}`
  const event = `${level}${String(number).padStart(4, '0')}`
  // Keep one line per event, even if its text quotes line breaks of a peer.
  const words = printableLine(text)
  return `[${event}] (${time}):{${threads[component]}} ${words}${isInvented ? ' (invented)' : ''}`
}
