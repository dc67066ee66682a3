import type { KeyPath } from '../files/index.ts'
import type { Scenario } from './scenario.ts'
import { blocksOf, type Step } from './steps/index.ts'

/** The lines of a scenario's own file on which steps begin that are run, at any depth; a block is run as the steps in it. */
export function stepLinesOf(scenario: Scenario): number[] {
  const lines = new Set<number>()
  const walk = (steps: readonly Step[], path: KeyPath) => {
    for (const [index, step] of steps.entries()) {
      const own = [...path, index]
      const blocks = blocksOf(step)
      for (const block of blocks) walk(block.steps, [...own, ...block.path])
      const { file, line } = scenario.positionOf(own)
      if (file === undefined && (blocks.length === 0 || step.mark !== undefined)) lines.add(line)
    }
  }
  walk(scenario.steps, ['steps'])
  return [...lines].sort((one, other) => one - other)
}
