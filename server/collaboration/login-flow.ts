import { causeOf, type Rejection, type StepDetail } from '#contract'
import { type Registration, RegistrationRefused } from '../environments/index.ts'
import { admit, type Room } from './admission.ts'
import { type KnownUser, type Login, type LoginContext, LoginRejected } from './login-context.ts'
import type { Session } from './session-table.ts'

/**
 * The process flow that starts an instant-messaging session, from the request's arrival at the Collaboration Service (step
 * 4) to the acceptance (step 7): one function for each step, in order.
 * @throws {LoginRejected}
 */
export async function logIn(login: Login, context: LoginContext): Promise<Session> {
  const occupancy = context.occupancy(login.pin)
  const room = { ...occupancy, admission: admit(occupancy) }
  logOutIdleSessions(login, room, context)
  rejectWhereFull(login, room, context)
  rejectWhereConnectionIsFull(login, room, context)
  const user = await findUser(login, context)
  const isPasswordChecked = await checkPassword(login, user, context)
  await openConnection(login, context)
  const registration = await register(login, user, isPasswordChecked, context)
  return context.openSession(login, user.id, registration)
}

/** Step 4a: if the maximum is reached and a timeout limit is configured, logs idle sessions out. */
function logOutIdleSessions({ flowId }: Login, room: Room, context: LoginContext): void {
  const { admission, hasSession, hasTimeoutLimit, maximum } = room
  const facts = occupancyOf(room)
  const skip = (detail: StepDetail) => context.flow.step(flowId, '4a', 'skipped', detail)
  if (admission === 'log-out-idle-and-go-on') {
    const loggedOut = context.logOutIdleSessions()
    const detail = { code: 'idle-logged-out', facts: { ...facts, loggedOut } } as const
    return context.flow.step(flowId, '4a', 'done', detail)
  }
  if (hasSession) return skip({ code: 'session-continues', facts: {} })
  if (maximum === null) return skip({ code: 'no-maximum', facts: {} })
  if (admission === 'go-on') return skip({ code: 'below-limit', facts })
  skip({ code: hasTimeoutLimit ? 'none-idle' : 'no-timeout-limit', facts })
}

/** Step 4b: if the maximum is reached and no session is idle, rejects with Server Busy. */
function rejectWhereFull({ flowId }: Login, room: Room, { flow }: LoginContext): void {
  if (room.admission === 'server-busy') {
    flow.step(flowId, '4b', 'refused', { code: 'server-busy', facts: occupancyOf(room) })
    throw new LoginRejected('server-busy')
  }
  flow.step(flowId, '4b', 'skipped', { code: room.hasSession ? 'needs-no-place' : 'has-room', facts: {} })
}

/** Step 4c: if no maximum is configured and the HTTP persistent connection supports no more sessions, rejects with Failed. */
function rejectWhereConnectionIsFull({ flowId }: Login, room: Room, { flow }: LoginContext): void {
  const facts = occupancyOf(room)
  const skip = (detail: StepDetail) => flow.step(flowId, '4c', 'skipped', detail)
  if (room.admission === 'failed') {
    flow.step(flowId, '4c', 'refused', { code: 'failed', facts })
    throw new LoginRejected('failed')
  }
  if (room.hasSession) return skip({ code: 'needs-no-place', facts: {} })
  skip(room.maximum === null ? { code: 'below-limit', facts } : { code: 'maximum-configured', facts: {} })
}

/** Step 4d, first half: asks the Configuration Database whether the user may use the client. */
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
 * Step 4d, second half: asks Active Directory whether the password is right, unless the environment checks it when it
 * registers the user.
 */
async function checkPassword(login: Login, { id }: KnownUser, context: LoginContext): Promise<boolean> {
  const { flow, directory, environment } = context
  if (environment().whoChecksPasswords === 'environment') {
    flow.step(login.flowId, '4d', 'done', { code: 'password-left-to-server', facts: { user: id } })
    return false
  }
  const { password, user } = login.request
  const { origins, pin } = login
  const asked = { user, password, pin, origin: origins.at('4d') }
  const answer = await directory.authenticate(asked).catch((error: unknown) => {
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

/** Step 4e: connects to the server. The environment reports the step. */
async function openConnection(login: Login, { environment }: LoginContext): Promise<void> {
  try {
    await environment().connect(login)
  } catch (error) {
    throw new LoginRejected('unavailable', error)
  }
}

/** Steps 5 and 6: sends the login request in the server's protocol and awaits the answer. The environment reports the steps. */
async function register(
  { flowId, origins, pin, request, sessionId }: Login,
  { sipAddress }: KnownUser,
  isPasswordChecked: boolean,
  { environment }: LoginContext,
): Promise<Registration> {
  const { password, user } = request
  try {
    return await environment().register({
      flowId,
      sessionId,
      origins,
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

function occupancyOf({ sessions, maximum, capacity }: Room) {
  return { sessions, maximum, capacity }
}
