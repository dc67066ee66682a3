/** A server for HTTP and WebSocket connections that serves nothing. Prints a line once it listens. */
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const server = createServer((_request, response) => response.end())
new WebSocketServer({ server })
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ ready: true })))
