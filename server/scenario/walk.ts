import type { KeyPath } from '../lab/file/index.ts'
import { matching, spell } from './names.ts'
import type { Step } from './steps.ts'

/** A step to be run, with everything that holds other steps unrolled. */
export interface Leaf {
  step: Step
  /** Where it stands in the file. */
  path: KeyPath
  /** What `$handheld` stands for in it. */
  each: string | null
}

/** Every step in the order in which it runs; those of `repeat` and `each` as often as they run. */
export function* walk(
  steps: readonly Step[],
  handhelds: readonly string[],
  path: KeyPath = ['steps'],
  each: string | null = null,
): Generator<Leaf> {
  for (const [index, step] of steps.entries()) {
    const here = [...path, index]
    if (step.repeat) {
      for (let time = 0; time < step.repeat.times; time += 1) {
        yield* walk(step.repeat.steps, handhelds, [...here, 'repeat', 'steps'], each)
      }
    } else if (step.each) {
      for (const name of matching(spell(step.each.handheld, each), handhelds)) {
        yield* walk(step.each.steps, handhelds, [...here, 'each', 'steps'], name)
      }
    } else {
      yield { step, path: here, each }
    }
  }
}
