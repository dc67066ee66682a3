import type { CommandInput, CommandOutput } from '#contract'
import { Failure } from '../base/index.ts'
import type { History } from '../history/index.ts'

type Branching = 'start' | 'list' | 'stop' | 'compare'

/** Starts labs beside this one that take another turn. The lab knows only this. Each is a command of the same name. */
type BranchHost = {
  [N in Branching]: (input: CommandInput<`branch.${N}`>) => Promise<CommandOutput<`branch.${N}`>>
}

/** Loads the host when somebody first asks for it. @param history what happened in the lab up to now */
export type LoadBranchHost = () => Promise<(history: () => Promise<History>) => BranchHost>

/** Commands about branches. @param load null: this lab has none */
export function branchCommands(load: LoadBranchHost | null, history: () => Promise<History>) {
  let loaded: Promise<BranchHost> | null = null
  const host = () => {
    if (load === null) throw new Failure('no-branches', {})
    loaded ??= load().then((create) => create(history))
    return loaded
  }
  return {
    'branch.start': async (input: CommandInput<'branch.start'>) => (await host()).start(input),
    'branch.list': async (input: CommandInput<'branch.list'>) => (await host()).list(input),
    'branch.stop': async (input: CommandInput<'branch.stop'>) => (await host()).stop(input),
    'branch.compare': async (input: CommandInput<'branch.compare'>) => (await host()).compare(input),
  }
}
