import type { Rejection } from '#contract'
import { describeFailure } from '../base/index.ts'
import { type Connectivity, RegistrationRefused } from '../environments/ocs/index.ts'
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

/** A user who may use the client. */
interface CheckedUser {
  readonly id: string
  readonly sipAddress: string
  /** False: the Communications Server has yet to find out. */
  readonly isPasswordChecked: boolean
}

/** What the steps need from the service. */
export interface LoginDesk {
  readonly flow: FlowReporter
  occupancy(pin: string): Occupancy
  /** Logs idle sessions out. @returns who, and why */
  logOutIdleSessions(): { user: string; why: string }[]
  /** From the Configuration Database. */
  findUser(id: string): Promise<{ id: string; sipAddress: string; mayUseClient: boolean } | undefined>
  /** Against Active Directory. */
  authenticate(login: Login): Promise<
    | { isAuthenticated: true; mechanism: string }
    // Active Directory's sub-code, such as 52e, where it gave one.
    | { isAuthenticated: false; why: string; subCode: string | null }
  >
  /** Whether Active Directory checks the password; otherwise the Communications Server does, in steps 5 and 6. */
  asksDirectory(): boolean
  connect(login: Login): Promise<{ isReused: boolean; description: string }>
  register(login: Login, user: CheckedUser): Promise<Connectivity>
  /** Opens the session, in place of the one that the device may have. */
  openSession(login: Login, user: string, connectivity: Connectivity): Session
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
export async function logIn(login: Login, desk: LoginDesk): Promise<Session> {
  limitSessions(login, desk)
  const user = await checkUser(login, desk)
  await openConnection(login, desk)
  const connectivity = await register(login, user, desk)
  return acceptLogin(login, user.id, connectivity, desk)
}

/** Steps 4a, 4b and 4c: is there room? */
function limitSessions(login: Login, desk: LoginDesk): void {
  const occupancy = desk.occupancy(login.pin)
  const admission = admit(occupancy)
  const used = describeOccupancy(occupancy)
  const report = (step: '4a' | '4b' | '4c', outcome: 'done' | 'skipped' | 'refused', detail: string) =>
    desk.flow.step(login.flowId, step, outcome, detail)

  if (admission === 'log-out-idle-and-go-on') {
    const names = desk.logOutIdleSessions().map(({ user, why }) => `${user} (${why})`)
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

/**
 * Step 4d: may the user use the client (Configuration Database), and is the password right? For OCS 2007 R2 Active
 * Directory is asked, because the server believes whatever a trusted server says of its users. In other environments the
 * Microsoft server itself checks the password, by Integrated Windows authentication, once it has the registration.
 */
async function checkUser(login: Login, desk: LoginDesk): Promise<CheckedUser> {
  const refuse = (status: Rejection, why: string, cause?: unknown): never => {
    desk.flow.step(login.flowId, '4d', 'refused', why)
    throw new LoginRejected(status, why, cause)
  }
  const user = await desk.findUser(login.request.user).catch((error: unknown) => {
    return refuse(
      'unavailable',
      `The Configuration Database cannot be read: ${describeFailure(error)}`,
      error,
    )
  })
  if (!user) return refuse('not-permitted', `The Configuration Database has no user ${login.request.user}`)
  if (!user.mayUseClient) return refuse('not-permitted', `${user.id} may not use the collaboration client`)
  const { id, sipAddress } = user
  if (!desk.asksDirectory()) {
    desk.flow.step(
      login.flowId,
      '4d',
      'done',
      `${id} may use the client; the Communications Server is to check the password`,
    )
    return { id, sipAddress, isPasswordChecked: false }
  }
  const answer = await desk.authenticate(login).catch((error: unknown) => {
    return refuse('unavailable', `Active Directory cannot be asked: ${describeFailure(error)}`, error)
  })
  if (!answer.isAuthenticated) {
    const code = answer.subCode === null ? '' : ` (data ${answer.subCode})`
    return refuse('bad-credentials', `Active Directory refused ${user.id}: ${answer.why}${code}`)
  }
  desk.flow.step(
    login.flowId,
    '4d',
    'done',
    `${user.id} may use the client; Active Directory accepted ${answer.mechanism}`,
  )
  return { id, sipAddress, isPasswordChecked: true }
}

/** Step 4e: a connection to the Communications Server, TLS on 5061 or TCP. */
async function openConnection(login: Login, desk: LoginDesk): Promise<void> {
  try {
    const connection = await desk.connect(login)
    const verb = connection.isReused ? 'Uses the open connection' : 'Opened'
    desk.flow.step(login.flowId, '4e', 'done', `${verb}: ${connection.description}`)
  } catch (error) {
    desk.flow.step(login.flowId, '4e', 'refused', sentenceOf(error))
    throw new LoginRejected('unavailable', sentenceOf(error), error)
  }
}

/** Steps 5 and 6: the login request as SIP, and the Communications Server's answer. */
async function register(login: Login, user: CheckedUser, desk: LoginDesk): Promise<Connectivity> {
  const { isPasswordChecked, sipAddress } = user
  desk.flow.step(login.flowId, '5', 'done', `REGISTER for ${sipAddress}`)
  try {
    const connectivity = await desk.register(login, user)
    const proof = isPasswordChecked ? '' : ' and the password'
    const detours = (connectivity.detours ?? []).map((detour) => `; ${detour}`).join('')
    const accepted = `The Communications Server accepted ${sipAddress}${proof}${detours}`
    desk.flow.step(login.flowId, '6', 'done', accepted)
    return connectivity
  } catch (error) {
    desk.flow.step(login.flowId, '6', 'refused', sentenceOf(error))
    const isPasswordWrong = error instanceof RegistrationRefused && error.refusesCredentials
    throw new LoginRejected(isPasswordWrong ? 'bad-credentials' : 'unavailable', sentenceOf(error), error)
  }
}

/** Step 7, the service's half: the session is opened and its connectivity information cached. */
function acceptLogin(login: Login, user: string, connectivity: Connectivity, desk: LoginDesk): Session {
  return desk.openSession(login, user, connectivity)
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

/** What was thrown, as a sentence of its own. */
function sentenceOf(error: unknown): string {
  const words = describeFailure(error)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
