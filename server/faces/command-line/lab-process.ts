import { parentPort } from '../lab-process/parent-port.ts'
import { serveLabProcess } from '../lab-process/serve-lab-process.ts'
import { createUncaughtPolicy } from '../uncaught-policy.ts'
import { ignoreSignals } from './end-signals.ts'
import { exitCodes, printFailure, UnusableInput } from './output.ts'
import { handleUncaught } from './uncaught-exceptions.ts'

/** A process in which a lab runs for the process that started it. */
export async function runLabProcess(): Promise<number> {
  const parent = parentPort()
  if (parent === null) throw new UnusableInput('lab-process is started by bramble itself, not by hand')
  // A terminal sends these to every process of a command. The process that started this one decides what happens.
  ignoreSignals(['SIGINT', 'SIGHUP'])
  const ran = await serveLabProcess({
    parent,
    onStart(lab) {
      handleUncaught(
        createUncaughtPolicy({
          report: (thrown) => lab.reportUnexpected(thrown),
          end: (thrown) => process.exit(printFailure(thrown)),
        }),
      )
    },
  })
  return ran ? exitCodes.fine : exitCodes.failed
}
