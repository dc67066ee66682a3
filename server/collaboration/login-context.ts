import type { Rejection } from '#contract'
import type { Environment, Registration } from '../environments/index.ts'
import type { FlowReporter, FrameOrigin, LoginOrigins } from '../traffic/index.ts'
import type { Occupancy } from './admission.ts'
import type { LoginRequest } from './content.ts'
import type { Session } from './session-table.ts'

/** A login on its way through the steps. */
export interface Login {
  readonly flowId: string
  readonly pin: string
  readonly request: LoginRequest
  readonly sessionId: string
  /** For the frames of this login behind the service. */
  readonly origins: LoginOrigins
}

/** A user's row in the Configuration Database. */
export interface KnownUser {
  readonly id: string
  readonly sipAddress: string
  readonly mayUseClient: boolean
}

/** The parts behind the service that the steps ask. */
export interface LoginServers {
  /** The Configuration Database. */
  readonly users: { find(id: string): Promise<KnownUser | undefined> }
  /** Active Directory. */
  readonly directory: {
    authenticate(request: {
      user: string
      password: string
      pin: string
      /** The login, for the frames of this exchange. */
      origin: FrameOrigin
    }): Promise<
      | { isAuthenticated: true; mechanism: 'spnego-ntlm' | 'simple-over-tls' }
      // Active Directory's sub-code, such as 52e, if it gave one.
      | { isAuthenticated: false; subCode: string | null }
    >
  }
  /** The server at which users are registered. */
  environment(): Environment
}

/** Everything that the steps use. */
export interface LoginContext extends LoginServers {
  readonly flow: FlowReporter
  occupancy(pin: string): Occupancy
  /** Logs idle sessions out. @returns their users, and how long each device was silent (null: outside coverage) */
  logOutIdleSessions(): { user: string; silentSeconds: number | null }[]
  /** Opens the session and replaces the device's earlier one, if any. */
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
