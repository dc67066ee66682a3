import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** The statements of one session with a learning management system, in the order in which they arrived. */
interface Statement {
  verb: { id: string }
  [key: string]: unknown
}

export interface Launch {
  url: string
  registration: string
  sessionId: string
}

/**
 * As much of a learning management system as cmi5 needs: it serves the files of a package, launches a unit of it, hands out one token
 * for each launch, and keeps the statements that come with it.
 */
export class SmallLms {
  readonly statements: Statement[] = []
  /** What was asked without the token, or in another way than the specification says. */
  readonly refused: string[] = []
  readonly #files: Readonly<Record<string, Uint8Array>>
  readonly #server = createServer((request, response) => void this.#answer(request, response))
  readonly #launch = { registration: 'b7ab8a17-8f1c-4d53-8f5a-0d3c8e3c1b11', sessionId: 'session 1' }
  readonly #launchMode: string
  #fetched = 0

  constructor(files: Readonly<Record<string, Uint8Array>>, launchMode = 'Normal') {
    this.#files = files
    this.#launchMode = launchMode
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  get #home(): string {
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }

  /** The address by which the learner's browser opens a unit, as section 8.1 of the specification says. */
  launch(page: string, activityId: string): Launch {
    const url = new URL(page, this.#home)
    const { registration } = this.#launch
    url.search = String(
      new URLSearchParams({
        endpoint: `${this.#home}/xapi/`,
        fetch: `${this.#home}/fetch`,
        actor: JSON.stringify(this.#actor),
        registration,
        activityId,
      }),
    )
    return { url: String(url), ...this.#launch }
  }

  get #actor() {
    return { objectType: 'Agent', account: { homePage: this.#home, name: 'learner-7' } }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request
    const { pathname, searchParams } = new URL(url, this.#home)
    const json = (value: unknown, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(value))
    }
    const body = await textOf(request)
    if (pathname === '/fetch') {
      this.#fetched += 1
      // A token is handed out once.
      if (method !== 'POST' || this.#fetched > 1) this.refused.push(`${method} /fetch`)
      return json({ 'auth-token': 'dG9rZW46MQ==' })
    }
    if (!pathname.startsWith('/xapi/')) return this.#serve(pathname.slice(1), response)
    if (
      request.headers.authorization !== 'Basic dG9rZW46MQ==' ||
      !request.headers['x-experience-api-version']
    ) {
      this.refused.push(`${method} ${pathname}`)
      return json({}, 401)
    }
    if (pathname === '/xapi/activities/state' && searchParams.get('stateId') === 'LMS.LaunchData') {
      return json({
        contextTemplate: {
          extensions: { 'https://w3id.org/xapi/cmi5/context/extensions/sessionid': this.#launch.sessionId },
        },
        launchMode: this.#launchMode,
        masteryScore: 0.6,
        moveOn: 'Completed',
      })
    }
    if (pathname === '/xapi/agents/profile') return json({}, 404)
    if (pathname === '/xapi/statements' && (method === 'POST' || method === 'PUT')) {
      const sent: Statement | Statement[] = JSON.parse(body)
      this.statements.push(...[sent].flat())
      return json([sent].flat().map(({ id }) => id))
    }
    this.refused.push(`${method} ${pathname}`)
    json({}, 404)
  }

  #serve(name: string, response: ServerResponse): void {
    const file = this.#files[name]
    response.writeHead(file === undefined ? 404 : 200, {
      'content-type': name.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8',
    })
    response.end(file)
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
