/** Ways into the lab from outside: messages over any carrier, and the web page. The command line is `cli.ts`. */

export { type AcknowledgedOutlet, createAcknowledgedOutlet } from './acknowledged-outlet.ts'
export { type ApiSession, openApiSession } from './api-session.ts'
export { createUncaughtPolicy } from './uncaught-policy.ts'
export { serveWeb } from './web/index.ts'
