export { keepAlive, parse, serveApi } from './api-web-socket.ts'
export { isSame } from './request-guard.ts'
export { createPageHandler } from './serve-page.ts'
export { serveWeb } from './serve-web.ts'
