import type { KeyPath } from '../files/index.ts'
import { hasPlaceholder, type Names, spell } from './handheld-names.ts'
import type { Step } from './steps.ts'

/** A step to be run, with everything that holds other steps unrolled. */
export interface UnrolledStep {
  step: Step
  /** Where it stands in the file. */
  path: KeyPath
  /** What `$handheld` stands for in it. */
  each: string | null
}

/**
 * Every step in the order in which it runs; those of `repeat` and `each` as often as they run.
 * @param isLeftOut whether a step, with all that it holds, does not run at all
 */
export function* unrollSteps(
  steps: readonly Step[],
  handhelds: Names,
  isLeftOut: (step: Step) => boolean = () => false,
  path: KeyPath = ['steps'],
  each: string | null = null,
): Generator<UnrolledStep> {
  for (const [index, step] of steps.entries()) {
    if (isLeftOut(step)) continue
    const here = [...path, index]
    if (step.repeat) {
      for (let time = 0; time < step.repeat.times; time += 1) {
        yield* unrollSteps(step.repeat.steps, handhelds, isLeftOut, [...here, 'repeat', 'steps'], each)
      }
    } else if (step.each) {
      for (const name of handhelds.matching(spell(step.each.handheld, each))) {
        yield* unrollSteps(step.each.steps, handhelds, isLeftOut, [...here, 'each', 'steps'], name)
      }
    } else {
      yield { step, path: here, each }
    }
  }
}

/** How many steps {@link unrollSteps} gives where none is left out. */
export function countUnrolledSteps(
  steps: readonly Step[],
  handhelds: Names,
  each: string | null = null,
): number {
  return steps.reduce((sum, step) => sum + countOf(step, handhelds, each), 0)
}

function countOf(step: Step, handhelds: Names, each: string | null): number {
  if (step.repeat) return step.repeat.times * countUnrolledSteps(step.repeat.steps, handhelds, each)
  if (!step.each) return 1
  const inner = step.each.steps
  const names = handhelds.matching(spell(step.each.handheld, each))
  const [first] = names
  if (first === undefined) return 0
  // The same for each of them, unless a step inside asks for handhelds by the name of this one.
  if (!inner.some(asksByName)) return names.length * countUnrolledSteps(inner, handhelds, first)
  return names.reduce((sum, name) => sum + countUnrolledSteps(inner, handhelds, name), 0)
}

function asksByName({ repeat, each }: Step): boolean {
  if (repeat) return repeat.steps.some(asksByName)
  return each !== undefined && hasPlaceholder(each.handheld)
}
