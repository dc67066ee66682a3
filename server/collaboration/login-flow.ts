import type { Rejection } from '#contract'
import { describeFailure } from '../base/index.ts'
import { type Environment, type Registration, RegistrationRefused } from '../environments/index.ts'
import type { FlowReporter } from '../traffic/index.ts'
import { type Admission, admit, type Occupancy } from './admission.ts'
import type { LoginRequest } from './content.ts'
import type { Session } from './session-table.ts'

/**
 * The process flow that starts an instant-messaging session, from the moment when the Collaboration Service has the
 * request (step 4) to the acceptance (step 7). It reads like the overview's page: one function a step, in order.
 */

/** A login as the steps see it. */
export interface Login {
  readonly flowId: string
  readonly pin: string
  readonly request: LoginRequest
  readonly sessionId: string
}

/** What the Configuration Database knows of a user. */
interface KnownUser {
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
      | { isAuthenticated: true; mechanism: string }
      // Active Directory's sub-code, such as 52e, where it gave one.
      | { isAuthenticated: false; why: string; subCode: string | null }
    >
  }
  /** The server that users are registered at. */
  readonly environment: Environment
}

/** What the steps need. */
export interface LoginContext extends LoginServers {
  readonly flow: FlowReporter
  occupancy(pin: string): Occupancy
  /** Logs idle sessions out. @returns who, and why */
  logOutIdleSessions(): { user: string; why: string }[]
  /** Opens the session, in place of the one that the device may have. */
  openSession(login: Login, user: string, registration: Registration): Session
}

/** The login ends here; `status` goes to the device. */
export class LoginRejected extends Error {
  readonly status: Rejection

  constructor(status: Rejection, why: string, cause?: unknown) {
    super(why, { cause })
    this.name = 'LoginRejected'
    this.status = status
  }
}

/** @throws {LoginRejected} */
export async function logIn(login: Login, context: LoginContext): Promise<Session> {
  limitSessions(login, context)
  const user = await findUser(login, context)
  const isPasswordChecked = await checkPassword(login, user, context)
  await openConnection(login, context)
  const registration = await register(login, user, isPasswordChecked, context)
  return context.openSession(login, user.id, registration)
}

/** Steps 4a, 4b and 4c: is there room? */
function limitSessions(login: Login, context: LoginContext): void {
  const occupancy = context.occupancy(login.pin)
  const admission = admit(occupancy)
  const used = describeOccupancy(occupancy)
  const report = (step: '4a' | '4b' | '4c', outcome: 'done' | 'skipped' | 'refused', detail: string) =>
    context.flow.step(login.flowId, step, outcome, detail)

  if (admission === 'log-out-idle-and-go-on') {
    const names = context.logOutIdleSessions().map(({ user, why }) => `${user} (${why})`)
    report('4a', 'done', `${used}: logged out ${names.join(', ')}`)
  } else {
    report('4a', 'skipped', whyNobodyIsLoggedOut(admission, occupancy, used))
  }

  if (admission === 'server-busy') {
    report('4b', 'refused', `${used} and no idle session that could be logged out: Server Busy`)
    throw new LoginRejected('server-busy', `${used}, none of them idle`)
  }
  report('4b', 'skipped', occupancy.hasSession ? 'It needs no further place' : 'There is room')

  if (admission === 'failed') {
    report('4c', 'refused', `${used}, as many as the HTTP persistent connection supports: Failed`)
    throw new LoginRejected('failed', `${used}, as many as the persistent connection supports`)
  }
  if (occupancy.hasSession) report('4c', 'skipped', 'It needs no further place')
  else report('4c', 'skipped', occupancy.maximum === null ? used : 'A maximum is configured')
}

/** Step 4d, the first half: the Configuration Database says whether the user may use the client. */
async function findUser(login: Login, context: LoginContext): Promise<KnownUser> {
  const user = await context.users.find(login.request.user).catch((error: unknown) => {
    return refuse(
      login,
      context,
      'unavailable',
      `The Configuration Database cannot be read: ${describeFailure(error)}`,
      error,
    )
  })
  const refused = (why: string) => refuse(login, context, 'not-permitted', why)
  if (!user) return refused(`The Configuration Database has no user ${login.request.user}`)
  if (!user.mayUseClient) return refused(`${user.id} may not use the collaboration client`)
  return user
}

/**
 * Step 4d, the second half: Active Directory says whether the password is right, unless the environment is to find out when
 * it registers the user.
 */
async function checkPassword(login: Login, { id }: KnownUser, context: LoginContext): Promise<boolean> {
  const { flow, directory, environment } = context
  if (environment.whoChecksPasswords === 'environment') {
    const detail = `${id} may use the client; the Communications Server is to check the password`
    flow.step(login.flowId, '4d', 'done', detail)
    return false
  }
  const { password, user } = login.request
  const answer = await directory.authenticate({ user, password, pin: login.pin }).catch((error: unknown) => {
    return refuse(
      login,
      context,
      'unavailable',
      `Active Directory cannot be asked: ${describeFailure(error)}`,
      error,
    )
  })
  if (!answer.isAuthenticated) {
    const code = answer.subCode === null ? '' : ` (data ${answer.subCode})`
    return refuse(login, context, 'bad-credentials', `Active Directory refused ${id}: ${answer.why}${code}`)
  }
  flow.step(
    login.flowId,
    '4d',
    'done',
    `${id} may use the client; Active Directory accepted ${answer.mechanism}`,
  )
  return true
}

function refuse(
  { flowId }: Login,
  { flow }: LoginContext,
  status: Rejection,
  why: string,
  cause?: unknown,
): never {
  flow.step(flowId, '4d', 'refused', why)
  throw new LoginRejected(status, why, cause)
}

/** Step 4e: a connection to the server. The environment reports it. */
async function openConnection(login: Login, { environment }: LoginContext): Promise<void> {
  try {
    await environment.connect(login)
  } catch (error) {
    throw new LoginRejected('unavailable', describeFailure(error), error)
  }
}

/** Steps 5 and 6: the login request in the server's own protocol, and its answer. The environment reports them. */
async function register(
  { flowId, pin, request, sessionId }: Login,
  { sipAddress }: KnownUser,
  isPasswordChecked: boolean,
  { environment }: LoginContext,
): Promise<Registration> {
  const { password, user } = request
  try {
    return await environment.register({
      flowId,
      sessionId,
      sipAddress,
      pin,
      user,
      password,
      isPasswordChecked,
    })
  } catch (error) {
    const isPasswordWrong = error instanceof RegistrationRefused && error.refusesCredentials
    throw new LoginRejected(
      isPasswordWrong ? 'bad-credentials' : 'unavailable',
      describeFailure(error),
      error,
    )
  }
}

function describeOccupancy({ sessions, maximum, capacity }: Occupancy): string {
  return maximum === null
    ? `${sessions} of ${capacity} sessions (no maximum is configured)`
    : `${sessions} of at most ${maximum} sessions`
}

function whyNobodyIsLoggedOut(admission: Admission, occupancy: Occupancy, used: string): string {
  if (occupancy.hasSession) return 'This handheld has a session, which the login replaces once it is accepted'
  if (occupancy.maximum === null) return 'No maximum is configured'
  if (admission === 'go-on') return used
  return occupancy.hasTimeoutLimit
    ? `${used}, and none of them is idle`
    : `${used}, and no timeout limit is configured`
}
