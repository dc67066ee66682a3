import { fork } from 'node:child_process'
import { createRealClock } from '../../clock/index.ts'
import { labProcessCommand } from '../lab-process-command.ts'
import type { ToLabProcess } from './messages.ts'

/** How the process that shows labs reaches one in which a lab runs. */
export interface ChildPort<M extends object = ToLabProcess> {
  readonly pid: number | undefined
  send(message: M): void
  onMessage(listener: (message: unknown) => void): void
  /** Calls the listener once the process has ended, with how it ended. */
  onEnded(listener: (how: string) => void): void
  /** Ends the process whatever it does. */
  kill(): void
}

/** Maximum length of the end of standard error that a failure quotes. */
const mostQuoted = 2_000

/** Starts a process with Node. @param program the file of the command line itself @param command what it is to do */
export function forkWithNode<M extends object = ToLabProcess>(
  program: string,
  command = labProcessCommand,
): ChildPort<M> {
  const child = fork(program, [command], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let standardError = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    standardError = `${standardError}${text}`.slice(-mostQuoted)
  })
  const listeners: ((how: string) => void)[] = []
  let ended: string | null = null
  const end = (how: string) => {
    if (ended !== null) return
    const said = standardError.trim()
    ended = said === '' ? how : `${how}, saying: ${said}`
    for (const listener of listeners) listener(ended)
  }
  child.once('error', (error) => end(`could not be started: ${error.message}`))
  child.once('exit', (code, signal) => {
    const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`
    if (child.stderr === null || child.stderr.closed) end(how)
    else {
      child.stderr.once('close', () => end(how))
      // A process that it started may hold its standard error open.
      createRealClock().after(1_000, () => end(how))
    }
  })
  return {
    pid: child.pid,
    send(message) {
      // If the message cannot be sent, the process is gone, and `onEnded` tells.
      if (child.connected) child.send(message, () => {})
    },
    onMessage: (listener) => child.on('message', listener),
    onEnded(listener) {
      if (ended === null) listeners.push(listener)
      else listener(ended)
    },
    kill: () => child.kill('SIGKILL'),
  }
}
