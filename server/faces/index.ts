/**
 * Ways into the lab from outside: messages over any carrier. The command line is `cli.ts`. The web page is `web/`, apart from
 * these, since the app does not need it.
 */

export { type AcknowledgedOutlet, createAcknowledgedOutlet } from './acknowledged-outlet.ts'
export { type ApiSession, openApiSession } from './api-session.ts'
export { branchesIn } from './branches/index.ts'
export { composeProcessCommand } from './compose-process-command.ts'
export { failureFields } from './failure-message.ts'
export { withFreePorts } from './free-ports.ts'
export {
  type ChildPort,
  createLabProcesses,
  type LabFace,
  type LabProcesses,
} from './lab-process/index.ts'
export { lessonsIn } from './lessons.ts'
export { loadStudio } from './load-studio.ts'
export { scenariosIn } from './scenarios.ts'
export { snapshotsIn } from './snapshots.ts'
export { createUncaughtPolicy } from './uncaught-policy.ts'
