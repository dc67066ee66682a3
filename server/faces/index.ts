/** Ways into the lab from outside: messages over any carrier, and the web page. The command line is `cli.ts`. */

export { openSession, type Session } from './api-session.ts'
export { createLastLine } from './uncaught-policy.ts'
export { serveWeb } from './web/index.ts'
