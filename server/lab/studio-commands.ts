import type { CommandInput } from '#contract'
import { Failure } from '../base/index.ts'
import type { LoadStudio, ScenarioRun, Studio } from './studio.ts'

/** Commands about scenario files. None of them touches the lab itself. @param load null: this lab has no files */
export function studioCommands(load: LoadStudio | null): Studio {
  let loaded: Promise<Studio> | null = null
  const studio = () => {
    if (load === null) throw new Failure('no-studio', {})
    loaded ??= load()
    return loaded
  }
  return {
    'studio.list': async (input) => (await studio())['studio.list'](input),
    'studio.read': async (input) => (await studio())['studio.read'](input),
    'studio.changed': async (input) => (await studio())['studio.changed'](input),
    'studio.write': async (input) => (await studio())['studio.write'](input),
    'studio.create': async (input) => (await studio())['studio.create'](input),
    'studio.check': async (input) => (await studio())['studio.check'](input),
    'studio.edit': async (input) => (await studio())['studio.edit'](input),
    'studio.schema': async (input) => (await studio())['studio.schema'](input),
    'studio.run': async (input) => (await studio())['studio.run'](input),
    'studio.end': async (input) => (await studio())['studio.end'](input),
    'studio.repeat': async (input) => (await studio())['studio.repeat'](input),
    'studio.repetition': async (input) => (await studio())['studio.repetition'](input),
    'studio.stopRepetition': async (input) => (await studio())['studio.stopRepetition'](input),
  }
}

/** Commands about the scenario that is run in this lab. @param run null: none is */
export function runCommands(run: ScenarioRun | null) {
  const known = (): ScenarioRun => {
    if (run === null) throw new Failure('no-run', {})
    return run
  }
  return {
    'run.control': async ({ go }: CommandInput<'run.control'>) => {
      known().control(go)
      return null
    },
    'run.setBreakpoints': async ({ breakpoints, stopsAtFailure }: CommandInput<'run.setBreakpoints'>) => {
      known().setBreakpoints(breakpoints, stopsAtFailure)
      return null
    },
  }
}
