import { fork } from 'node:child_process'
import { createRealClock } from '../../../clock/index.ts'
import { chosenLanguage } from '../language.ts'
import type { RunResult } from '../report/run-result.ts'
import { type TaskMessage, taskReply } from './task-messages.ts'

/** A child process that runs scenarios. */
export interface Child {
  /** @returns the result, or how the process ended if it ended before */
  run(
    message: TaskMessage,
    onTime: (atMs: number) => void,
  ): Promise<{ result: RunResult } | { ended: string }>
  /** Ends the process and its current run. */
  end(): Promise<void>
}

/** Gives out child processes. Some are started before anything is to be run: they load the program while the scenarios are read. */
export class ChildPool {
  readonly #program: string
  readonly #ready: Child[]

  /** @param program the file of the command line itself @param ready how many are started at once */
  constructor(program: string, ready: number) {
    this.#program = program
    this.#ready = Array.from({ length: ready }, () => startChild(program))
  }

  /** @returns a process for the caller, who ends it */
  take(): Child {
    return this.#ready.shift() ?? startChild(this.#program)
  }

  /** Ends those that nobody has taken. */
  async end(): Promise<void> {
    await Promise.all(this.#ready.splice(0).map((child) => child.end()))
  }
}

/** Maximum time for a process to stop its lab, even on a busy machine. */
const endLimitMs = 60_000
/** Maximum length of the end of standard error that a report quotes. */
const mostQuoted = 2_000

function startChild(program: string): Child {
  const child = fork(program, ['run-tasks', '--lang', chosenLanguage()], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let standardError = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    standardError = `${standardError}${text}`.slice(-mostQuoted)
  })
  let resolveEnded = (_how: string) => {}
  const ended = new Promise<string>((resolve) => {
    resolveEnded = resolve
  })
  child.once('error', (error) => resolveEnded(`could not be started: ${error.message}`))
  child.once('exit', (code, signal) => {
    const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`
    const tell = () => resolveEnded(`${how}${standardError && `, saying: ${standardError.trim()}`}`)
    // Wait until standard error has been read to its end. The child's own 'close' does not come after a disconnect.
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
      // If the message cannot be sent, the process is gone, and `ended` resolves.
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
