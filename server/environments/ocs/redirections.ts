import type { DetourFacts } from '#contract'
import type { RedirectionFacts, Unfollowable } from '../../base/index.ts'
import { parseUri, SipParseError, type SipUri } from '../../protocols/sip/index.ts'
import { PeerUnavailable } from '../../sip-user-agent/index.ts'
import { RedirectionRefused, RegisterRefused } from './communications-failure.ts'
import { type Destination, describeDestination } from './endpoint-connections.ts'
import { judgeFailure } from './registration-verdict.ts'

/** Maximum redirections of one registration; more are refused. Invented. */
const mostRedirections = 5

/**
 * Follows the redirections of one registration from server to server (RFC 3261 section 8.1.3.4): a Director answers 301 and
 * names the home pool. The Request-URI stays the domain, as in Communicator, because only the server changes.
 */
export class Redirections {
  /** The redirections so far. */
  readonly steps: { code: 'redirected'; facts: DetourFacts['redirected'] }[] = []
  readonly #visited: Destination[]
  readonly #isTlsOnly: boolean
  /** Addresses of the latest redirection that have not been tried, the server's preference first. */
  #candidates: Destination[] = []
  #redirections = 0

  /** @param isTlsOnly whether a way without TLS is refused: TCP may be configured for OCS 2007 R2 only (step 4e) */
  constructor({ host, port, transport }: Destination, isTlsOnly: boolean) {
    this.#visited = [{ host, port, transport }]
    this.#isTlsOnly = isTlsOnly
  }

  /**
   * @returns the server to ask after a failure
   * @throws the failure itself if it is no redirection; RedirectionRefused if the redirection cannot be followed
   */
  next(error: unknown): Destination {
    const isRedirection = error instanceof RegisterRefused && judgeFailure(error).kind === 'elsewhere'
    if (isRedirection) this.#follow(error)
    else if (!(error instanceof PeerUnavailable) || this.#candidates.length === 0) {
      throw this.#redirections === 0 ? error : this.#within(error)
    }
    const next = this.#candidates.shift()
    if (!next) throw error
    this.#visited.push(next)
    this.steps.at(-1)?.facts.asked.push(placeOf(next))
    return next
  }

  #follow(error: RegisterRefused): void {
    const from = this.#visited.at(-1)
    const { reason, status } = error
    this.#redirections += 1
    const by = from ? placeOf(from) : null
    this.steps.push({ code: 'redirected', facts: { by, status, reason, asked: [] } })
    if (this.#redirections > mostRedirections) {
      throw new RedirectionRefused(this.#way(), { code: 'too-many', facts: { most: mostRedirections } })
    }
    const readings = error.contacts.map((uri) => this.#read(uri, from?.transport ?? 'tls'))
    const destinations = readings.flatMap((reading) => ('host' in reading ? [reading] : []))
    this.#candidates = destinations.filter(
      (one) => !this.#visited.some((other) => describeDestination(one) === describeDestination(other)),
    )
    if (this.#candidates.length > 0) return
    const [circle] = destinations
    if (circle) {
      throw new RedirectionRefused(this.#way(), { code: 'circle', facts: { back: placeOf(circle) } })
    }
    const problems = readings.flatMap((reading) => ('problem' in reading ? [reading.problem] : []))
    throw new RedirectionRefused(this.#way(), {
      code: 'not-followed',
      facts: { problems: problems.slice(0, 3) },
    })
  }

  #read(uri: string, usual: Destination['transport']): ReturnType<typeof readDestination> {
    const reading = readDestination(uri, usual)
    if (!this.#isTlsOnly || !('host' in reading) || reading.transport === 'tls') return reading
    return { problem: { code: 'without-tls', facts: { uri } } }
  }

  #within(error: unknown): unknown {
    if (error instanceof RegisterRefused) return error.after(this.#way())
    return error instanceof PeerUnavailable ? error.under({ way: this.#way() }) : error
  }

  /** @returns a copy, because `steps` goes on */
  #way(): RedirectionFacts[] {
    return this.steps.map(({ facts }) => ({ ...facts, asked: [...facts.asked] }))
  }
}

function placeOf({ host, port, transport }: Destination): DetourFacts['redirected']['asked'][number] {
  return { address: `${host}:${port}`, transport }
}

/** RFC 3261 section 19.1.2: the default ports. */
const defaultPorts = { tcp: 5_060, tls: 5_061 } as const

/** @param usual the transport to use when the address names none */
function readDestination(
  uri: string,
  usual: 'tcp' | 'tls',
): Destination | { readonly problem: Unfollowable } {
  let parsed: SipUri
  try {
    parsed = parseUri(uri)
  } catch (error) {
    if (error instanceof SipParseError) {
      return { problem: { code: 'unreadable', facts: { cause: error.message } } }
    }
    throw error
  }
  const named =
    parsed.parameters.get('transport')?.toLowerCase() ?? (parsed.scheme === 'sips' ? 'tls' : usual)
  const transport = named === 'tcp' && parsed.scheme === 'sips' ? 'tls' : named
  if (transport !== 'tcp' && transport !== 'tls') {
    return { problem: { code: 'other-transport', facts: { uri, transport } } }
  }
  const host = (parsed.parameters.get('maddr') ?? parsed.host).replace(/^\[|\]$/g, '')
  return { host, port: parsed.port ?? defaultPorts[transport], transport }
}
