import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isIP, type Socket } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { WebSocketServer } from 'ws'
import type { Language, Words } from '#words'
import { listen } from '../../base/node/index.ts'
import { systemTime } from '../../clock/index.ts'
import { createPageHandler, isSame } from '../web/index.ts'
import { joinPage, script, seatTable, styleSheet, type TrainerPage, trainerPage } from './class-pages.ts'
import { resultsAsCsv } from './class-results.ts'
import { SeatConnections, type SeatPages } from './connect-seat.ts'
import type { Seat } from './seat.ts'

export interface ServeClassroom extends SeatPages {
  /** The built page. */
  pageFolder: string
  /** Address to listen on; the loopback address unless the trainer asks for another. */
  host: string
  /** 0: any free one. */
  port: number
  language: Language
  words: Words['classroom']
}

export interface ClassroomFace {
  /** Where trainees sit down. */
  readonly addresses: readonly string[]
  /** The trainer's page, with the token of this run. */
  readonly trainerUrl: string
  close(): Promise<void>
}

const longestMessageBytes = 64 * 1024
/** Wrong codes a minute, of everybody together: enough for typing errors, too few for guessing. */
const mostWrongCodes = 60
const longestName = 100

/**
 * Serves a class to browsers: trainees sit down with a seat code, the trainer has a page of their own. It answers under loopback
 * names, and, if it listens for others, under addresses and this machine's name: names of other sites that resolve to us are refused.
 */
export async function serveClassroom(options: ServeClassroom): Promise<ClassroomFace> {
  const { host, language, pageFolder, port, room, words } = options
  const token = randomBytes(24).toString('base64url')
  const page = createPageHandler(pageFolder)
  const connections = new SeatConnections(options)
  const server = createServer()
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  const ownPort = await listen(server, { part: 'web page', host, port, portFrom: '--http', onError() {} })
  const addresses = addressesOf(host).map((one) => `http://${one}:${ownPort}/`)
  const isHere = hostCheck(host, ownPort)
  const told: TrainerPage = { room, token, addresses, language, words }
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: longestMessageBytes,
    perMessageDeflate: false,
  })
  const wrong = { sinceMs: 0, count: 0 }

  const isGuessing = () => {
    if (systemTime() - wrong.sinceMs > 60_000) Object.assign(wrong, { sinceMs: systemTime(), count: 0 })
    return wrong.count >= mostWrongCodes
  }
  const isTrainer = (given: string | null) => given !== null && isSame(given, token)

  function join(query: URLSearchParams, response: ServerResponse): void {
    const { join: said } = words
    const refuse = (status: number, problem: string) =>
      html(response, joinPage({ language, words }, problem), status)
    if (room.isEnded) return refuse(410, said.ended)
    if (isGuessing()) return refuse(429, said.tooMany)
    const code = (query.get('code') ?? '').trim().toLowerCase()
    const seat = room.seatOf(code)
    if (seat === null) {
      wrong.count += 1
      return refuse(403, said.unknown)
    }
    const name = (query.get('name') ?? '').trim().slice(0, longestName)
    // Whoever comes back keeps the name under which the results stand.
    if (name !== '') seat.name ??= name
    response.writeHead(303, { location: `/?token=${code}&lang=${language}` }).end()
  }

  async function trainer(
    path: string,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ) {
    if (!isTrainer(query.get('token'))) return text(response, 401, 'Unauthorized')
    if (request.method === 'POST') {
      if (path === '/trainer/end') await room.end()
      else if (path === '/trainer/reset') {
        const seat = room.seats[Number(query.get('seat')) - 1]
        if (seat) await room.reset(seat)
      } else return text(response, 404, 'Not found')
      response.writeHead(303, { location: `/trainer?token=${token}` }).end()
    } else if (path === '/trainer') html(response, trainerPage(told))
    else if (path === '/trainer/seats') html(response, seatTable(told))
    else if (path === '/results.csv') file(response, 'text/csv; charset=utf-8', resultsAsCsv(room.seats))
    else text(response, 404, 'Not found')
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isHere(request)) return text(response, 403, 'This host name is not served here.')
    const [path = '/', search] = (request.url ?? '/').split('?', 2)
    const query = new URLSearchParams(search)
    if (path.startsWith('/trainer') || path === '/results.csv') return trainer(path, query, request, response)
    if (path === '/classroom.css') return file(response, 'text/css', styleSheet)
    if (path === '/classroom.js') return file(response, 'text/javascript', script)
    if (path === '/join') return join(query, response)
    const code = query.get('token')
    if (path === '/' && request.method === 'GET' && (code === null || seatFor(code) === null)) {
      return html(response, joinPage({ language, words }, room.isEnded ? words.join.ended : null))
    }
    page(request, response, ownPort, request.headers.host)
  }

  /** The seat of a code, and whether it is its trainee who has it. */
  function seatFor(code: string): { seat: Seat; isTrainee: boolean } | null {
    const own = room.seatOf(code)
    if (own !== null) return { seat: own, isTrainee: true }
    const seen = room.seatSeenWith(code)
    return seen === null ? null : { seat: seen, isTrainee: false }
  }

  server.on('request', (request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) text(response, 500, 'Something went wrong')
    })
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const refuse = (status: string) =>
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
        socket.destroy(),
      )
    const [path, search] = (request.url ?? '').split('?', 2)
    const { origin, host: named } = request.headers
    if (!isHere(request) || (origin !== undefined && origin !== `http://${named}`)) {
      refuse('403 Forbidden')
      return
    }
    if (path !== '/api') {
      refuse('404 Not Found')
      return
    }
    const query = new URLSearchParams(search)
    const found = isGuessing() ? null : seatFor(query.get('token') ?? '')
    if (found === null || room.isEnded) {
      wrong.count += 1
      refuse('401 Unauthorized')
      return
    }
    sockets.handleUpgrade(request, socket, head, (connection) => {
      if (found.isTrainee) connections.connect(found.seat, query.get('lab'), connection)
      else connections.look(found.seat, connection)
    })
  })

  return {
    addresses,
    trainerUrl: `http://${addressesOf(host)[0]}:${ownPort}/trainer?token=${token}`,
    async close() {
      for (const connection of sockets.clients) connection.close(1001, 'the class has ended')
      const closed = new Promise((resolve) => server.close(resolve))
      // A browser that does not answer the closing handshake must not keep the class from ending.
      setImmediate(() => {
        for (const socket of open) socket.destroy()
      })
      await closed
    },
  }
}

/** The addresses under which others reach what listens on `host`. */
function addressesOf(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host.includes(':') ? `[${host}]` : host]
  const own = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
  return own.length === 0 ? ['127.0.0.1'] : own
}

function hostCheck(host: string, port: number): (request: IncomingMessage) => boolean {
  const names = new Set(['127.0.0.1', 'localhost', host.toLowerCase()])
  const isForOthers = host !== '127.0.0.1' && host !== 'localhost' && host !== '::1'
  if (isForOthers) names.add(hostname().toLowerCase())
  return ({ headers }) => {
    const [, name = '', given = '80'] = /^(.*?)(?::(\d+))?$/.exec(headers.host?.toLowerCase() ?? '') ?? []
    if (Number(given) !== port) return false
    const bare = name.replace(/^\[|\]$/g, '')
    // An address needs no name service, so no other site can have it resolved to us.
    return names.has(bare) || (isForOthers && isIP(bare) !== 0)
  }
}

const common = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}

function html(response: ServerResponse, content: string, status = 200): void {
  response.writeHead(status, { ...common, 'content-type': 'text/html; charset=utf-8' }).end(content)
}

function file(response: ServerResponse, type: string, content: string): void {
  response.writeHead(200, { ...common, 'content-type': type }).end(content)
}

function text(response: ServerResponse, status: number, content: string): void {
  response.writeHead(status, { ...common, 'content-type': 'text/plain; charset=utf-8' }).end(`${content}\n`)
}
