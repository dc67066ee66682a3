import type { DeviceContent, LoginRequest, ServiceContent } from '../collaboration/index.ts'
import { type FrameOrigin, flowIdOf, LoginOrigins, sessionOrigin } from '../traffic/index.ts'

/** Sessions of one device whose user is remembered: the present one, and one that it replaced. */
const mostSessions = 2

interface Device {
  /** The latest login. */
  login: { id: number; user: string; origins: LoginOrigins } | null
  /** Newest first. */
  sessions: FrameOrigin[]
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
    if (content) return this.#sessionOf(pin, content.session)
    // Part of a longer message, which only a session has.
    return isOurs ? this.#devices.get(pin)?.sessions[0] : undefined
  }

  /** Content that the Dispatcher hands over to the service. */
  ofContentUp(pin: string, content: DeviceContent): FrameOrigin {
    if (content.type === 'login-request') return this.#loginOf(pin, content).at('3')
    return this.#sessionOf(pin, content.session)
  }

  /** Content from the service, on both hops. */
  ofContentDown(pin: string, content: ServiceContent): FrameOrigin {
    if (content.type !== 'login-accepted' && content.type !== 'login-rejected') {
      return this.#sessionOf(pin, content.session)
    }
    const flow = flowIdOf(pin, content.id)
    const { login } = this.#deviceOf(pin)
    const user = login?.id === content.id ? login.user : null
    const session = content.type === 'login-accepted' ? content.session : null
    if (session !== null) this.#remember(pin, sessionOrigin(session, user))
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

  #sessionOf(pin: string, session: string): FrameOrigin {
    const known = this.#devices.get(pin)?.sessions.find((one) => one.session === session)
    if (known) return known
    // Not of this device (CVE-2011-0290), or older than what is remembered: the user is not known here.
    return sessionOrigin(session, null)
  }

  #remember(pin: string, origin: FrameOrigin): void {
    const device = this.#deviceOf(pin)
    device.sessions = [origin, ...device.sessions].slice(0, mostSessions)
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
