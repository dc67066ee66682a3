import { causeOf, type Rejection, type StepDetail } from '#contract'
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
  const { sessions, maximum, capacity } = occupancy
  const facts = { sessions, maximum, capacity }
  const report = (step: '4a' | '4b' | '4c', outcome: 'done' | 'skipped' | 'refused', detail: StepDetail) =>
    context.flow.step(login.flowId, step, outcome, detail)

  if (admission === 'log-out-idle-and-go-on') {
    const loggedOut = context.logOutIdleSessions()
    report('4a', 'done', { code: 'idle-logged-out', facts: { ...facts, loggedOut } })
  } else {
    report('4a', 'skipped', whyNobodyIsLoggedOut(admission, occupancy))
  }

  if (admission === 'server-busy') {
    report('4b', 'refused', { code: 'server-busy', facts })
    throw new LoginRejected('server-busy')
  }
  report('4b', 'skipped', { code: occupancy.hasSession ? 'needs-no-place' : 'has-room', facts: {} })

  if (admission === 'failed') {
    report('4c', 'refused', { code: 'failed', facts })
    throw new LoginRejected('failed')
  }
  if (occupancy.hasSession) report('4c', 'skipped', { code: 'needs-no-place', facts: {} })
  else if (maximum === null) report('4c', 'skipped', { code: 'below-limit', facts })
  else report('4c', 'skipped', { code: 'maximum-configured', facts: {} })
}

/** Step 4d, the first half: the Configuration Database says whether the user may use the client. */
async function findUser(login: Login, context: LoginContext): Promise<KnownUser> {
  const user = await context.users.find(login.request.user).catch((error: unknown) => {
    const why: StepDetail = { code: 'database-unreadable', facts: { cause: causeOf(error) } }
    return refuse(login, context, 'unavailable', why, error)
  })
  const refused = (why: StepDetail) => refuse(login, context, 'not-permitted', why)
  if (!user) return refused({ code: 'user-unknown', facts: { user: login.request.user } })
  if (!user.mayUseClient) return refused({ code: 'user-not-permitted', facts: { user: user.id } })
  return user
}

/**
 * Step 4d, the second half: Active Directory says whether the password is right, unless the environment is to find out when
 * it registers the user.
 */
async function checkPassword(login: Login, { id }: KnownUser, context: LoginContext): Promise<boolean> {
  const { flow, directory, environment } = context
  if (environment().whoChecksPasswords === 'environment') {
    flow.step(login.flowId, '4d', 'done', { code: 'password-left-to-server', facts: { user: id } })
    return false
  }
  const { password, user } = login.request
  const answer = await directory.authenticate({ user, password, pin: login.pin }).catch((error: unknown) => {
    const why: StepDetail = { code: 'directory-unavailable', facts: { cause: causeOf(error) } }
    return refuse(login, context, 'unavailable', why, error)
  })
  if (!answer.isAuthenticated) {
    const { subCode } = answer
    const why: StepDetail = { code: 'credentials-refused', facts: { user: id, subCode } }
    return refuse(login, context, 'bad-credentials', why)
  }
  const { mechanism } = answer
  flow.step(login.flowId, '4d', 'done', { code: 'credentials-accepted', facts: { user: id, mechanism } })
  return true
}

function refuse(
  { flowId }: Login,
  { flow }: LoginContext,
  status: Rejection,
  why: StepDetail,
  cause?: unknown,
): never {
  flow.step(flowId, '4d', 'refused', why)
  throw new LoginRejected(status, cause)
}

/** Step 4e: a connection to the server. The environment reports it. */
async function openConnection(login: Login, { environment }: LoginContext): Promise<void> {
  try {
    await environment().connect(login)
  } catch (error) {
    throw new LoginRejected('unavailable', error)
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
    return await environment().register({
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
    throw new LoginRejected(isPasswordWrong ? 'bad-credentials' : 'unavailable', error)
  }
}

function whyNobodyIsLoggedOut(
  admission: Admission,
  { hasSession, hasTimeoutLimit, sessions, maximum, capacity }: Occupancy,
): StepDetail {
  const facts = { sessions, maximum, capacity }
  if (hasSession) return { code: 'session-continues', facts: {} }
  if (maximum === null) return { code: 'no-maximum', facts: {} }
  if (admission === 'go-on') return { code: 'below-limit', facts }
  return { code: hasTimeoutLimit ? 'none-idle' : 'no-timeout-limit', facts }
}
