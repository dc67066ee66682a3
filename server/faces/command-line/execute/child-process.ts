import { fork } from 'node:child_process'
import { createRealClock } from '../../../clock/index.ts'
import type { RunResult } from '../report/run-result.ts'
import { type TaskMessage, taskReply } from './task-messages.ts'

/** A process of its own that runs scenarios. */
export interface Child {
  /** @returns what became of the task, or, where the process ended over it, how */
  run(
    message: TaskMessage,
    onTime: (atMs: number) => void,
  ): Promise<{ result: RunResult } | { ended: string }>
  /** Ends the process, and whatever it runs. */
  end(): Promise<void>
}

/** How long a process may take to stop its lab, also on a machine that is busy. */
const endLimitMs = 60_000
/** Of what a process says before it ends, the last words. */
const mostLastWords = 2_000

/** @param program the file of the command line itself */
export function startChild(program: string): Child {
  const child = fork(program, ['run-tasks'], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = `${lastWords}${text}`.slice(-mostLastWords)
  })
  let resolveEnded = (_how: string) => {}
  const ended = new Promise<string>((resolve) => {
    resolveEnded = resolve
  })
  child.once('error', (error) => resolveEnded(`could not be started: ${error.message}`))
  child.once('exit', (code, signal) => {
    const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`
    const tell = () => resolveEnded(`${how}${lastWords && `, saying: ${lastWords.trim()}`}`)
    // Once all it has said has been read, too. Not 'close': that does not come where this side has disconnected.
    if (child.stderr === null || child.stderr.closed) tell()
    else child.stderr.once('close', tell)
  })
  return {
    async run(message, onTime) {
      let hear = (_message: unknown) => {}
      const answered = new Promise<{ result: RunResult }>((resolve) => {
        hear = (heard) => {
          const reply = taskReply.parse(heard)
          if ('result' in reply) resolve(reply)
          else onTime(reply.atMs)
        }
        child.on('message', hear)
      })
      // Where it cannot be sent, the process is gone, which `ended` tells.
      if (child.connected) child.send(message, () => {})
      const outcome = await Promise.race([answered, ended.then((how) => ({ ended: how }))])
      child.off('message', hear)
      return outcome
    },
    async end() {
      if (child.connected) child.disconnect()
      const kill = createRealClock().after(endLimitMs, () => child.kill('SIGKILL'))
      await ended
      kill.cancel()
    },
  }
}
