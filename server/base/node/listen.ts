import type { Server } from 'node:net'
import { describeFailure, Failure } from '../index.ts'

/** Where a program listens. */
export interface Endpoint {
  host: string
  port: number
}

export interface Listening {
  /** Whose port it is, for people, such as `dispatcher`. */
  part: string
  host: string
  /** 0: any that is free. */
  port: number
  /** What goes wrong once it listens, such as a connection that the system could not accept. */
  onProblem(text: string): void
}

/**
 * Resolves once `server` accepts connections, with the port.
 * @throws {Failure} `port-in-use`, `cannot-listen`
 */
export async function listen(server: Server, { part, host, port, onProblem }: Listening): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: Error) => reject(listenFailure(part, `${host}:${port}`, error))
    server.once('error', refuse)
    server.listen({ host, port }, () => {
      server.off('error', refuse)
      resolve()
    })
  })
  const tell = (error: Error) => onProblem(describeFailure(error))
  server.on('error', tell)
  server.once('close', () => server.off('error', tell))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : port
}

function listenFailure(part: string, place: string, error: Error): Failure {
  if ('code' in error && error.code === 'EADDRINUSE') {
    return new Failure(
      'port-in-use',
      `the ${part} cannot listen on ${place}: another program uses that port`,
      {
        remedy: `End the other program (perhaps another Bramble), or name another port for the ${part} in the lab file; 0 means any free one.`,
        cause: error,
      },
    )
  }
  return new Failure('cannot-listen', `the ${part} cannot listen on ${place}: ${describeFailure(error)}`, {
    remedy: `Name another host or port for the ${part} in the lab file.`,
    cause: error,
  })
}
