import type { CommandInput, CommandName, CommandOutput, HandheldView } from '#contract'
import type { LabFileInput } from '../../files/index.ts'
import type { Lab } from '../../lab/index.ts'
import { labOfLived } from './lab-of-lived.ts'
import { PasswordMask } from './password-mask.ts'

/** A command that a lab carried out. */
export interface LivedCommand {
  name: CommandName
  input: CommandInput<CommandName>
  output: CommandOutput<CommandName>
  /** Lab time since the lab started at which it began, and at which it was answered. */
  atMs: number
  doneAtMs: number
}

/**
 * What was done in a lab, as a scenario can be made of it: plain data that can be sent to another process. No password that people
 * chose or typed is in it.
 */
export interface Lived {
  /** The lab at its start, with everybody who was added later, and without ports that another lab may use. */
  lab: LabFileInput
  /** Lab time at which it had started, and at which this was taken. */
  startMs: number
  endMs: number
  /** In the order in which they began. */
  commands: LivedCommand[]
  /** How many commands the lab did not keep. */
  dropped: number
  /** What the lab was like at the end, to compare with. */
  end: { sessions: number; handhelds: Pick<HandheldView, 'name' | 'state' | 'reason'>[] }
  /** Servers outside the lab that nothing can repeat. */
  outside: ('communicationsServer' | 'directory')[]
}

/** Takes what was done in a lab so far, without its passwords. */
export async function livedOf(lab: Pick<Lab, 'api' | 'records'>): Promise<Lived> {
  const { records } = lab
  const snapshot = await lab.api.snapshot()
  const { done, dropped } = records.commands()
  const { startMs } = records
  const file = labOfLived(records.file, records.serviceAtStart, snapshot, done)
  const mask = new PasswordMask(records.file)
  const commands = done.map(({ at, doneAt, ...command }) => ({
    ...mask.masked(command),
    atMs: Math.max(0, at - startMs),
    doneAtMs: Math.max(0, doneAt - startMs),
  }))
  return {
    lab: file,
    startMs,
    endMs: snapshot.at,
    commands,
    dropped,
    end: {
      sessions: snapshot.sessions.length,
      handhelds: snapshot.handhelds.map(({ name, state, reason }) => ({ name, state, reason })),
    },
    outside: (['communicationsServer', 'directory'] as const).filter((part) => records.file[part]?.external),
  }
}
