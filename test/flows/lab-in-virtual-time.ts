import type { CommandName, CommandOutput, CommandRequest, FrameView, Snapshot } from '#contract'
import { createVirtualClock, type VirtualClock } from '../../server/clock/index.ts'
import type { LabFileInput } from '../../server/files/index.ts'
import { type Lab, type LabOptions, startLab } from '../../server/lab/index.ts'
import { framesOf } from './frames-of.ts'

export const password = 'Passw0rd!'

/** A whole lab with real sockets, whose time passes only when a test advances it. */
export interface LabInVirtualTime {
  lab: Lab
  clock: VirtualClock
  call<N extends CommandName>(name: N, input: CommandRequest<N>): Promise<CommandOutput<N>>
  /** Logs in at a handheld, by default as its own user. @returns the result of the login */
  logIn(name: string, asUser?: string, withPassword?: string): Promise<string>
  /** The snapshot, and all frames. */
  snapshot(): Promise<Snapshot & { frames: FrameView[] }>
  /** The state of a handheld with the reason, such as `signed-out: inactive`. */
  stateOf(name: string): Promise<string>
}

export async function startLabInVirtualTime(
  file: LabFileInput,
  options: Pick<LabOptions, 'baseFolder' | 'captureFile' | 'environments' | 'instances'> & {
    installFolder?: string
  } = {},
): Promise<LabInVirtualTime> {
  const clock = createVirtualClock()
  const lab = await startLab({
    file,
    clock,
    installFolder: options.installFolder ?? null,
    ...(options.baseFolder === undefined ? {} : { baseFolder: options.baseFolder }),
    ...(options.captureFile ? { captureFile: options.captureFile } : {}),
    ...(options.environments ? { environments: options.environments } : {}),
    ...(options.instances ? { instances: options.instances } : {}),
    defaultPort: 0,
    defaultDatabase: 'memory',
  })
  const call = async <N extends CommandName>(name: N, input: CommandRequest<N>) => {
    const output = await clock.runUntil(lab.api.call(name, input))
    await clock.settle()
    return output
  }
  return {
    lab,
    clock,
    call,
    snapshot: async () => ({ ...(await lab.api.snapshot()), frames: await framesOf(lab.api) }),
    logIn: async (name, asUser = name, withPassword = password) =>
      (await call('handheld.login', { name, user: asUser, password: withPassword })).result,
    stateOf: async (name) => {
      const handheld = (await lab.api.snapshot()).handhelds.find((one) => one.name === name)
      if (!handheld) throw new Error(`no handheld ${name}`)
      return handheld.reason ? `${handheld.state}: ${handheld.reason}` : handheld.state
    },
  }
}

/** Users with these IDs, each with one handheld of the same name. */
export function people(...names: string[]): Pick<LabFileInput, 'users' | 'handhelds'> {
  return { users: names.map((id) => ({ id })), handhelds: names.map((name) => ({ name, user: name })) }
}
