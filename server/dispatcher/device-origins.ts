import type { DeviceContent, LoginRequest, ServiceContent } from '../collaboration/index.ts'
import { type FrameOrigin, flowIdOf, LoginOrigins, sessionOrigin, statusOrigin } from '../traffic/index.ts'

/** Sessions of one device whose user is remembered: the present one, and one that it replaced. */
const mostSessions = 2

interface Device {
  /** The latest login. */
  login: { id: number; user: string; origins: LoginOrigins } | null
  /** Newest first. */
  sessions: Session[]
}

interface Session {
  id: string
  origin: FrameOrigin
  ofStatus: FrameOrigin
}

/**
 * Tells to which login or session the content of a device belongs. Status messages and most others name their session only, so
 * this remembers from a login's request and answer which user that is.
 */
export class DeviceOrigins {
  readonly #devices = new Map<string, Device>()

  /** A packet on its way up. @param isOurs whether the device's key decrypted it */
  ofPacketUp(pin: string, content: DeviceContent | null, isOurs: boolean): FrameOrigin | undefined {
    if (content?.type === 'login-request') return this.#loginOf(pin, content).at('2')
    if (content) return this.ofContentUp(pin, content)
    // Part of a longer message, which only a session has.
    return isOurs ? this.#devices.get(pin)?.sessions[0]?.origin : undefined
  }

  /** Content that the Dispatcher hands over to the service. */
  ofContentUp(pin: string, content: DeviceContent): FrameOrigin {
    if (content.type === 'login-request') return this.#loginOf(pin, content).at('3')
    const { origin, ofStatus } = this.#sessionOf(pin, content.session)
    return content.type === 'status' ? ofStatus : origin
  }

  /** Content from the service, on both hops. */
  ofContentDown(pin: string, content: ServiceContent): FrameOrigin {
    if (content.type !== 'login-accepted' && content.type !== 'login-rejected') {
      return this.#sessionOf(pin, content.session).origin
    }
    const flow = flowIdOf(pin, content.id)
    const { login } = this.#deviceOf(pin)
    const user = login?.id === content.id ? login.user : null
    const session = content.type === 'login-accepted' ? content.session : null
    if (session !== null) this.#remember(pin, newSession(session, user))
    return { flow, step: '7', session, user }
  }

  /** The device was removed from the lab. */
  forget(pin: string): void {
    this.#devices.delete(pin)
  }

  #loginOf(pin: string, { id, user }: LoginRequest): LoginOrigins {
    const device = this.#deviceOf(pin)
    if (device.login?.id !== id) {
      const origins = new LoginOrigins({ flow: flowIdOf(pin, id), user, session: null })
      device.login = { id, user, origins }
    }
    return device.login.origins
  }

  #sessionOf(pin: string, id: string): Session {
    const known = this.#devices.get(pin)?.sessions.find((one) => one.id === id)
    if (known) return known
    // Not of this device (CVE-2011-0290), or older than what is remembered: the user is not known here.
    return newSession(id, null)
  }

  #remember(pin: string, session: Session): void {
    const device = this.#deviceOf(pin)
    device.sessions = [session, ...device.sessions].slice(0, mostSessions)
  }

  #deviceOf(pin: string): Device {
    let device = this.#devices.get(pin)
    if (!device) {
      device = { login: null, sessions: [] }
      this.#devices.set(pin, device)
    }
    return device
  }
}

function newSession(id: string, user: string | null): Session {
  return { id, origin: sessionOrigin(id, user), ofStatus: statusOrigin(id, user) }
}
