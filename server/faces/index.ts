/** Ways into the lab from outside: messages over any carrier, and the web page. The command line is `cli.ts`. */

export { createLastLine } from './last-line.ts'
export { openSession, type Session } from './session.ts'
export { serveWeb } from './web/index.ts'
