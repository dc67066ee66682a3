import type { ComposingView } from '#contract'
import { Failure } from '../../base/index.ts'
import { type LivedLab, type ScenarioMaker, startLab } from '../../lab/index.ts'
import { Composition, livedOf, proveScenarioText } from '../../scenario/index.ts'

/** Makes scenarios of what was done in a lab of this process, in the same process: no person works in it meanwhile. */
export function createOwnMaker(lab: LivedLab, installFolder: string | null): ScenarioMaker {
  let composition: Composition | null = null
  let end = new AbortController()

  async function told<T>(
    stage: ComposingView['stage'],
    ofMs: number | null,
    work: (options: Parameters<typeof Composition.begin>[2]) => Promise<T>,
  ): Promise<T> {
    lab.report({ stage, atMs: 0, ofMs })
    const onTime = (atMs: number) => lab.report({ stage, atMs, ofMs })
    try {
      return await work({ startLab, installFolder, end: end.signal, onTime })
    } finally {
      lab.report(null)
    }
  }

  return {
    async propose({ assertions, since }) {
      const lived = await livedOf(lab)
      composition = await told('repeat', lived.endMs - lived.startMs, (options) =>
        Composition.begin(lived, { since, assertions }, options),
      )
      return composition.proposed
    },
    async compose(input) {
      if (composition === null) throw new Failure('not-proposed', {})
      const proposed = composition
      return told('write', null, () => proposed.compose(input))
    },
    prove: ({ text }) => told('prove', null, (options) => proveScenarioText(text, options)),
    async cancel() {
      end.abort()
      end = new AbortController()
      composition = null
      return null
    },
  }
}
