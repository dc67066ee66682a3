import type { Server } from 'node:net'
import { describeFailure, Failure, type FailureFacts } from '../index.ts'

/** Where a program listens. */
export interface Endpoint {
  host: string
  port: number
}

export interface Listening {
  /** The part that uses the port, for messages, such as `dispatcher`. */
  part: string
  host: string
  /** 0: any free port. */
  port: number
  /** Where users can configure another port, for the message that this one is not available. Default: the lab file. */
  portFrom?: '--http'
  /** Called with errors after the start, such as a connection that the system could not accept. */
  onError(error: Error): void
}

/**
 * Resolves once `server` accepts connections, with the port.
 * @throws {Failure} `port-in-use`, `cannot-listen`
 */
export async function listen(
  server: Server,
  { part, host, port, portFrom, onError }: Listening,
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const facts = { part, place: `${host}:${port}`, portFrom: portFrom ?? ('lab-file' as const) }
    const refuse = (error: Error) => reject(listenFailure(facts, error))
    server.once('error', refuse)
    server.listen({ host, port }, () => {
      server.off('error', refuse)
      resolve()
    })
  })
  server.on('error', onError)
  server.once('close', () => server.off('error', onError))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : port
}

function listenFailure(facts: FailureFacts['port-in-use'], error: Error): Failure {
  if ('code' in error && error.code === 'EADDRINUSE') {
    return new Failure('port-in-use', facts, { cause: error })
  }
  return new Failure('cannot-listen', { ...facts, cause: describeFailure(error) }, { cause: error })
}
