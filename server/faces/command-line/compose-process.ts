import type { FromComposeProcess } from '../compose-process/messages.ts'
import { serveComposeProcess } from '../compose-process/serve-compose-process.ts'
import { parentPort } from '../lab-process/parent-port.ts'
import { ignoreSignals } from './end-signals.ts'
import { exitCodes, UnusableInput } from './output.ts'

/** A process that makes scenarios for the process that started it. */
export async function runComposeProcess(): Promise<number> {
  const parent = parentPort<FromComposeProcess>()
  if (parent === null) throw new UnusableInput('compose-process is started by bramble itself, not by hand')
  // A terminal sends these to every process of a command. The process that started this one decides what happens.
  ignoreSignals(['SIGINT', 'SIGHUP'])
  await serveComposeProcess(parent)
  return exitCodes.fine
}
