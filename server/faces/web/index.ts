export { serveWeb, type WebFace, type WebOptions } from './serve-web.ts'
