import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { join as joinPath } from 'node:path'
import { WebSocketServer } from 'ws'
import type { Language, Words } from '#words'
import { listen } from '../../base/node/index.ts'
import { systemTime } from '../../clock/index.ts'
import { createPageHandler, isSame } from '../web/index.ts'
import { addressesOf, hostCheck, isForOthers } from './class-hosts.ts'
import { ClassMessages } from './class-messages.ts'
import type { ClassPage } from './class-page.ts'
import { resultsAsCsv } from './class-results.ts'
import { SeatConnections, type SeatPages } from './connect-seat.ts'
import { joinPage, overPage, refusedPage, takenPage } from './join-page.ts'
import type { Seat } from './seat.ts'
import { isSameName, readName } from './trainee-name.ts'
import { classNow, type TrainerPage, trainerPage } from './trainer-page.ts'
import { WrongCodes } from './wrong-codes.ts'

export interface ServeClassroom extends SeatPages {
  /** The built page. */
  pageFolder: string
  /** Address to listen on; the loopback address unless the trainer asks for another. */
  host: string
  /** 0: any free one. */
  port: number
  /** With it the trainer's page is opened. */
  token: string
  language: Language
  words: Words['classroom']
}

export interface ClassroomFace {
  /** Where trainees sit down. */
  readonly addresses: readonly string[]
  readonly port: number
  /** The trainer's page, with the token. */
  readonly trainerUrl: string
  close(): Promise<void>
}

export function makeTrainerToken(): string {
  return randomBytes(24).toString('base64url')
}

const longestMessageBytes = 64 * 1024
/** A message of the trainer in a script of which each character takes nine bytes. */
const longestFormBytes = 16 * 1024

/**
 * Serves a class to browsers: trainees sit down with a seat code, the trainer has a page of their own. It answers under loopback
 * names, and, if it listens for others, under addresses and this machine's name: names of other sites that resolve to us are refused.
 */
export async function serveClassroom(options: ServeClassroom): Promise<ClassroomFace> {
  const { host, language, pageFolder, port, room, token, words } = options
  const page = createPageHandler(pageFolder)
  const connections = new SeatConnections(options)
  const messages = new ClassMessages()
  const server = createServer()
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  const ownPort = await listen(server, { part: 'web page', host, port, portFrom: '--http', onError() {} })
  const addresses = addressesOf(host).map((one) => `http://${one}:${ownPort}/`)
  const isHere = hostCheck(host, ownPort)
  const told: ClassPage = { language, words, looks: looksOf(pageFolder) }
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: longestMessageBytes,
    perMessageDeflate: false,
  })
  const wrong = new WrongCodes()
  const isTrainer = (given: string | null) => given !== null && isSame(given, token)

  function join(query: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    const { join: said } = words
    const address = addressOf(request)
    const code = (query.get('code') ?? '').replace(/\s+/g, '').toLowerCase().slice(0, longestCode)
    const typed = query.get('name') ?? ''
    const refuse = (status: number, problem: string) =>
      html(response, joinPage(told, problem, code, typed.slice(0, longestCode)), status)
    if (room.isEnded) return html(response, overPage(told), 410)
    if (wrong.isGuessing(address)) return refuse(429, said.tooMany)
    const seat = room.seatOf(code)
    if (seat === null) {
      wrong.note(address)
      return refuse(403, said.unknown)
    }
    const name = readName(typed)
    if (seat.name === null) {
      if (name === null) return refuse(400, said.noName)
      room.sitDown(seat, name)
    } else if (query.get('again') === null && !(name !== null && isNameOf(seat, name))) {
      // Whoever comes back keeps the name under which the results stand.
      return html(response, takenPage(told, code, seat.name))
    }
    const shown = { token: code, lang: language, seat: String(seat.number), name: seat.name ?? '' }
    response.writeHead(303, { location: `/?${new URLSearchParams(shown)}` }).end()
  }

  /** What the trainer writes to a seat: its pages follow it, and tell when it has been read. */
  function message(query: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    const address = addressOf(request)
    const seat = wrong.isGuessing(address) ? null : room.seatOf(query.get('token') ?? '')
    if (seat === null) {
      wrong.note(address)
      return text(response, 401, words.join.unknown)
    }
    if (request.method === 'POST') {
      messages.read(seat, Number(query.get('read')))
      return text(response, 200, '')
    }
    if (room.isEnded) response.writeHead(204).end()
    else messages.follow(seat, request, response)
  }

  async function trainerNow(): Promise<TrainerPage> {
    const lessons = await room.list(null, { language })
    return { ...told, room, token, addresses, isForOthers: isForOthers(host), lessons }
  }

  /** Does what the trainer wants. @returns whether there is such a thing */
  async function carryOut(path: string, query: URLSearchParams, request: IncomingMessage): Promise<boolean> {
    const number = query.get('seat')
    const chosen = room.seats.find((seat) => seat.number === Number(number))
    if (path === '/trainer/end') await room.end()
    else if (path === '/trainer/reset') {
      if (chosen === undefined) return false
      await room.reset(chosen)
      messages.leave(chosen)
    } else if (path === '/trainer/message') {
      const seats = number === null ? room.seats : chosen === undefined ? [] : [chosen]
      messages.send(seats, new URLSearchParams(await bodyOf(request)).get('text') ?? '')
    } else if (path === '/trainer/assign') {
      const wanted = new URLSearchParams(await bodyOf(request)).get('lesson') ?? ''
      const { lessons } = await trainerNow()
      room.assign(lessons.find(({ id }) => id === wanted)?.id ?? null)
    } else return false
    return true
  }

  async function trainer(
    path: string,
    query: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ) {
    if (!isTrainer(query.get('token'))) return html(response, refusedPage(told), 401)
    if (request.method === 'POST') {
      if (!(await carryOut(path, query, request))) return text(response, 404, 'Not found')
      response.writeHead(303, { location: `/trainer?token=${token}` }).end()
    } else if (path === '/trainer') html(response, trainerPage(await trainerNow()))
    else if (path === '/trainer/seats') html(response, classNow(await trainerNow()))
    else if (path === '/results.csv') {
      file(response, 'text/csv; charset=utf-8', resultsAsCsv(room.seats, systemTime()))
    } else text(response, 404, 'Not found')
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isHere(request)) return text(response, 403, words.refused.host)
    const [path = '/', search] = (request.url ?? '/').split('?', 2)
    const query = new URLSearchParams(search)
    if (path.startsWith('/trainer') || path === '/results.csv') return trainer(path, query, request, response)
    if (path === '/join') return join(query, request, response)
    if (path === '/messages') return message(query, request, response)
    const code = query.get('token')
    if (path === '/' && request.method === 'GET' && (code === null || seatFor(code) === null)) {
      // Whoever tries codes here must not be faster than whoever types them.
      if (code !== null) wrong.note(addressOf(request))
      return html(response, room.isEnded ? overPage(told) : joinPage(told, null, query.get('code') ?? ''))
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
    const address = addressOf(request)
    const query = new URLSearchParams(search)
    const found = wrong.isGuessing(address) ? null : seatFor(query.get('token') ?? '')
    if (found === null || room.isEnded) {
      if (found === null) wrong.note(address)
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
    port: ownPort,
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

const longestCode = 100

/** Results may have the number of the seat behind the name, which nobody types. */
function isNameOf({ name, number }: Seat, typed: string): boolean {
  return name !== null && (isSameName(name, typed) || isSameName(name, `${typed} (${number})`))
}

function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? ''
}

/** The stylesheets of the window, so that these pages have its tokens and controls. */
function looksOf(pageFolder: string): string[] {
  const window = readFileSync(joinPath(pageFolder, 'index.html'), 'utf8')
  return [...window.matchAll(/<link rel="stylesheet"[^>]* href="\.?(\/[^"]+)"/g)].flatMap(
    ([, path]) => path ?? [],
  )
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk
    if (body.length > longestFormBytes) return ''
  }
  return body
}

const common = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
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
