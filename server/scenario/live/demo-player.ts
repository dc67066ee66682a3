import { Failure } from '../../base/index.ts'
import type { DemoLab, DemoPlayer } from '../../lab/index.ts'
import { type Demo, entryOf, readLibrary } from './demo-library.ts'
import { libraryFolder } from './library-folder.ts'
import { LiveRun } from './live-run.ts'

/** Runs scenarios of the library step by step in a lab that people watch. */
export function createDemoPlayer({ api, clock, report }: DemoLab, folder = libraryFolder()): DemoPlayer {
  let library: Promise<Demo[]> | null = null
  let run: LiveRun | null = null

  const demos = () => {
    library ??= readLibrary(folder)
    return library
  }

  async function stop(): Promise<void> {
    if (run === null) return
    if (run.isBusy) throw new Failure('demo-busy', {})
    try {
      await run.stop()
    } finally {
      run = null
      report(null)
    }
  }

  return {
    async list() {
      const lab = await api.snapshot()
      return (await demos()).map((demo) => entryOf(demo, lab))
    },
    async start(id) {
      const demo = (await demos()).find((one) => one.id === id)
      if (!demo?.scenario) throw new Failure('demo-impossible', { id, obstacle: 'unusable', what: '' })
      await stop()
      const { obstacle } = entryOf(demo, await api.snapshot())
      if (obstacle !== null)
        throw new Failure('demo-impossible', { id, obstacle: obstacle.code, what: obstacle.what })
      const started = new LiveRun(demo, demo.scenario, { api, clock, report })
      run = started
      try {
        await started.prepare()
      } catch (thrown) {
        await stop()
        throw thrown
      }
    },
    async next() {
      if (run === null) throw new Failure('no-demo', {})
      if (run.isBusy) throw new Failure('demo-busy', {})
      await run.next()
    },
    stop,
  }
}
