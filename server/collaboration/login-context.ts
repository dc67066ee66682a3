import type { Rejection } from '#contract'
import type { Environment, Registration } from '../environments/index.ts'
import type { FlowReporter } from '../traffic/index.ts'
import type { Occupancy } from './admission.ts'
import type { LoginRequest } from './content.ts'
import type { Session } from './session-table.ts'

/** A login as the steps see it. */
export interface Login {
  readonly flowId: string
  readonly pin: string
  readonly request: LoginRequest
  readonly sessionId: string
}

/** What the Configuration Database knows of a user. */
export interface KnownUser {
  readonly id: string
  readonly sipAddress: string
  readonly mayUseClient: boolean
}

/** Who answers the questions of the steps. */
export interface LoginServers {
  /** The Configuration Database. */
  readonly users: { find(id: string): Promise<KnownUser | undefined> }
  /** Active Directory. */
  readonly directory: {
    authenticate(credentials: { user: string; password: string; pin: string }): Promise<
      | { isAuthenticated: true; mechanism: 'spnego-ntlm' | 'simple-over-tls' }
      // Active Directory's sub-code, such as 52e, where it gave one.
      | { isAuthenticated: false; subCode: string | null }
    >
  }
  /** The server that users are registered at. */
  environment(): Environment
}

/** What the steps need. */
export interface LoginContext extends LoginServers {
  readonly flow: FlowReporter
  occupancy(pin: string): Occupancy
  /** Logs idle sessions out. @returns whose, and for how long their devices were silent; null: outside coverage */
  logOutIdleSessions(): { user: string; silentSeconds: number | null }[]
  /** Opens the session, in place of the one that the device may have. */
  openSession(login: Login, user: string, registration: Registration): Session
}

/** The login ends here; `status` goes to the device. */
export class LoginRejected extends Error {
  readonly status: Rejection

  constructor(status: Rejection, cause?: unknown) {
    super(status, { cause })
    this.name = 'LoginRejected'
    this.status = status
  }
}
