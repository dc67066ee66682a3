import type { CommandInput, CommandOutput } from '#contract'
import { Failure } from '../base/index.ts'
import type { History } from '../history/index.ts'

type Snapshots = 'save' | 'list' | 'remove'

/** Keeps snapshots of labs as files. The lab knows only this. Each is a command of the same name. */
type SnapshotHost = {
  [N in Snapshots]: (input: CommandInput<`snapshot.${N}`>) => Promise<CommandOutput<`snapshot.${N}`>>
}

/** Loads the host when somebody first asks for it. @param history what happened in the lab up to now */
export type LoadSnapshotHost = () => Promise<(history: () => Promise<History>) => SnapshotHost>

/** Commands about snapshots. @param load null: this lab has nowhere to keep them */
export function snapshotCommands(load: LoadSnapshotHost | null, history: () => Promise<History>) {
  let loaded: Promise<SnapshotHost> | null = null
  const host = async () => {
    if (load === null) throw new Failure('no-snapshots', {})
    loaded ??= load().then((create) => create(history))
    return loaded
  }
  return {
    'snapshot.save': async (input: CommandInput<'snapshot.save'>) => (await host()).save(input),
    'snapshot.list': async (input: CommandInput<'snapshot.list'>) => (await host()).list(input),
    'snapshot.remove': async (input: CommandInput<'snapshot.remove'>) => (await host()).remove(input),
  }
}
