import type { KeyPath } from '../files/index.ts'
import type { Names } from './handheld-names.ts'
import { type Block, blocksOf, type Step } from './steps/index.ts'

/** A step to be run, after unrolling all blocks. */
export interface UnrolledStep {
  step: Step
  /** Its path in the file. */
  path: KeyPath
  /** The handheld that `$handheld` stands for. */
  each: string | null
}

/** Rows of steps that begin at the same moment. */
export interface UnrolledTogether {
  path: KeyPath
  rows: readonly (() => Generator<Unrolled>)[]
}

export type Unrolled = UnrolledStep | UnrolledTogether

/**
 * Every step in the order of execution; steps of a block appear as often as they run.
 * @param isLeftOut whether a step, with all steps inside, does not run; its mark is set nevertheless
 */
export function* unrollSteps(
  steps: readonly Step[],
  handhelds: Names,
  isLeftOut: (step: Step) => boolean = () => false,
  path: KeyPath = ['steps'],
  each: string | null = null,
): Generator<Unrolled> {
  for (const [index, step] of steps.entries()) {
    yield* unrollStep(step, handhelds, isLeftOut, [...path, index], each)
  }
}

/** The same for one step, whose own path is `path`. */
export function* unrollStep(
  step: Step,
  handhelds: Names,
  isLeftOut: (step: Step) => boolean,
  path: KeyPath,
  each: string | null,
): Generator<Unrolled> {
  const [block] = blocksOf(step)
  if (!block && !isLeftOut(step)) {
    yield { step, path, each }
    return
  }
  if (block && !isLeftOut(step))
    yield* unrollBlock(block, handhelds, isLeftOut, [...path, ...block.path], each)
  if (step.mark !== undefined) yield { step: { mark: step.mark }, path, each }
}

function* unrollBlock(
  block: Block,
  handhelds: Names,
  isLeftOut: (step: Step) => boolean,
  path: KeyPath,
  each: string | null,
): Generator<Unrolled> {
  if (block.isTogether) {
    const rows = block.steps.map(
      (step, index) => () => unrollStep(step, handhelds, isLeftOut, [...path, index], each),
    )
    yield { path, rows }
    return
  }
  for (const name of block.handheldsWithin(each, handhelds)) {
    for (let time = 0; time < block.times; time += 1) {
      yield* unrollSteps(block.steps, handhelds, isLeftOut, path, name)
    }
  }
}

/** The same, with steps that begin at the same moment one after the other. */
export function* inFileOrder(all: Iterable<Unrolled>): Generator<UnrolledStep> {
  for (const one of all) {
    if (!('rows' in one)) yield one
    else for (const row of one.rows) yield* inFileOrder(row())
  }
}

/** The number of steps that {@link unrollSteps} yields if none is left out. */
export function countUnrolledSteps(
  steps: readonly Step[],
  handhelds: Names,
  each: string | null = null,
): number {
  return steps.reduce((sum, step) => {
    const [block] = blocksOf(step)
    if (!block) return sum + 1
    return sum + block.times * countOnce(block, handhelds, each) + (step.mark === undefined ? 0 : 1)
  }, 0)
}

function countOnce(block: Block, handhelds: Names, each: string | null): number {
  const names = block.handheldsWithin(each, handhelds)
  const [first] = names
  if (first === undefined) return 0
  // Count once for all handhelds, unless a block inside depends on the handheld.
  if (!block.steps.some(dependsOnOuter))
    return names.length * countUnrolledSteps(block.steps, handhelds, first)
  return names.reduce((sum, name) => sum + countUnrolledSteps(block.steps, handhelds, name), 0)
}

function dependsOnOuter(step: Step): boolean {
  return blocksOf(step).some((block) =>
    block.hasHandhelds ? block.dependsOnOuter : block.steps.some(dependsOnOuter),
  )
}

/** A step at any depth, once, with every handheld that `$handheld` stands for there; null outside every `each`. */
export interface NestedStep {
  step: Step
  handhelds: readonly string[] | null
}

/** Every step, at any depth, once. */
export function* nestedSteps(
  steps: readonly Step[],
  names: Names,
  handhelds: readonly string[] | null = null,
): Generator<NestedStep> {
  for (const step of steps) {
    yield { step, handhelds }
    for (const block of blocksOf(step)) {
      yield* nestedSteps(block.steps, names, handheldsWithin(block, handhelds, names))
    }
  }
}

/** Every handheld for which the steps in a block run, for all of `outer` together. */
export function handheldsWithin(
  block: Block,
  outer: readonly string[] | null,
  names: Names,
): readonly string[] | null {
  if (!block.hasHandhelds) return outer
  const around = outer !== null && block.dependsOnOuter ? outer : [null]
  const within = around.flatMap((each) => block.handheldsWithin(each, names))
  return [...new Set(within)].filter((name) => name !== null)
}
