import { branchesIn } from '../../server/faces/index.ts'
import { createLabProcesses, forkWithNode } from '../../server/faces/lab-process/index.ts'
import { startLab } from '../../server/lab/index.ts'
import { benchProgram, cpuMsOf } from './processes.ts'
import type { Sample } from './row.ts'

const minuteMs = 60_000
const password = 'Passw0rd!'

/**
 * A lab of an hour, as a window has it: half of the handhelds log in during the first ten minutes, the others later, one after the
 * other; they write to each other, and every five minutes one logs out. So marks are a few minutes apart.
 */
async function liveAnHour(handhelds: number, minutes: number) {
  const program = await benchProgram()
  const pids: number[] = []
  const processes = createLabProcesses({
    fork() {
      const port = forkWithNode(program)
      pids.push(port.pid ?? 0)
      return port
    },
    installFolder: null,
  })
  const { api, stop } = await startLab({
    file: { handhelds: [{ fleet: handhelds, user: 'load{n}', name: 'load{n}' }] },
    installFolder: null,
    defaultPort: 0,
    defaultDatabase: 'memory',
    branches: branchesIn(processes),
  })
  const { at: startedAt } = await api.snapshot()
  await api.call('clock.setPace', { isPaused: true })
  const name = (number: number) => `load${(number % handhelds) + 1}`
  const half = Math.ceil(handhelds / 2)
  const jump = (durationMs: number) => api.call('clock.jump', { durationMs })
  const logIn = (number: number) =>
    void api.call('handheld.login', { name: name(number), user: name(number), password }).catch(() => {})
  for (let number = 0; number < half; number += 1) {
    logIn(number)
    await jump((10 * minuteMs) / half)
  }
  for (let minute = 10; minute < minutes; minute += 1) {
    if (minute % 5 === 0) {
      logIn(half + minute / 5)
      void api.call('handheld.logout', { name: name(minute / 5) }).catch(() => {})
    }
    void api
      .call('handheld.send', { name: name(minute), to: name(minute + 1), text: `minute ${minute}` })
      .catch(() => {})
    await jump(minuteMs)
  }
  return {
    api,
    startedAt,
    pids,
    async close() {
      await processes.endAll()
      await stop()
    },
  }
}

/** Processor time of a lab of an hour when it runs for the first time. */
export async function firstTime(handhelds: number, minutes: number): Promise<Sample> {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  const { close } = await liveAnHour(handhelds, minutes)
  const { system, user } = process.cpuUsage(before)
  const cpuMs = (user + system) / 1_000
  const wallMs = performance.now() - startedAt
  await close()
  return { value: cpuMs, cpuMs, wallMs }
}

/** Goes back in such a lab to a moment, again and again, while one process waits at the mark before it. */
export async function goingBack(handhelds: number, minutes: number) {
  const { api, close, pids, startedAt } = await liveAnHour(handhelds, minutes)
  return {
    /** @returns the processor time of the lab and of the process that goes on, and how long it took */
    async goTo(minute: number): Promise<{ cpuMs: number; wallMs: number }> {
      const at = startedAt + minute * minuteMs
      // Answers once it waits.
      await api.call('branch.prepare', { at })
      const waiting = pids.at(-1) ?? 0
      const waitedMs = cpuMsOf(waiting)
      const begun = performance.now()
      const before = process.cpuUsage()
      const branch = await api.call('branch.start', { at })
      const wallMs = performance.now() - begun
      const { system, user } = process.cpuUsage(before)
      const cpuMs = cpuMsOf(waiting) - waitedMs + (user + system) / 1_000
      if (branch === null) throw new Error('it was cancelled')
      await api.call('branch.stop', { id: branch.id })
      return { cpuMs, wallMs }
    },
    close,
  }
}
