import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { z } from 'zod'
import {
  checkDocument,
  formatKeyPath,
  type KeyPath,
  type Objection,
  type Problem,
  type Report,
  readYaml,
  type StandIn,
  UnusableFile,
  type YamlText,
} from '../files/index.ts'
import { fillInValues } from './placeholders.ts'
import type { IncludedFile } from './steps/include.ts'
import { blocksOf, type Step } from './steps/index.ts'

/** Maximum number of files that a scenario includes, each as often as it does: files that include others twice would double them. */
const mostIncluded = 1_000

export interface IncludeOptions {
  schema: z.ZodType<{ steps: Step[] }>
  /** Replaces a faulty step, so that the others can be checked. */
  standIn(fault: Objection): StandIn | null
  /** Called with each file that is read. */
  onFile(file: string): void
}

/** Reads the files that the steps of a scenario include, and those that these include. */
export class IncludedFiles {
  readonly #options: IncludeOptions
  readonly #texts = new Map<string, Promise<YamlText>>()
  #count = 0

  constructor(options: IncludeOptions) {
    this.#options = options
  }

  /**
   * The same steps, with the content of what they include.
   * @param chain the files around them, the innermost last
   * @throws {UnusableFile} if an included file is at fault
   */
  async within(
    steps: readonly Step[],
    path: KeyPath,
    chain: readonly string[],
    report: Report,
  ): Promise<Step[]> {
    if (!includesAny(steps)) return [...steps]
    const all: Step[] = []
    for (const [index, step] of steps.entries())
      all.push(await this.#expand(step, [...path, index], chain, report))
    return all
  }

  async #expand(step: Step, path: KeyPath, chain: readonly string[], report: Report): Promise<Step> {
    const { include, together, repeat, each } = step
    const inside = (kind: string, steps: readonly Step[]) =>
      this.within(steps, [...path, kind, 'steps'], chain, report)
    if (include)
      return { ...step, include: { ...include, content: await this.#read(step, path, chain, report) } }
    if (together)
      return { ...step, together: await this.within(together, [...path, 'together'], chain, report) }
    if (repeat) return { ...step, repeat: { ...repeat, steps: await inside('repeat', repeat.steps) } }
    if (each) return { ...step, each: { ...each, steps: await inside('each', each.steps) } }
    return step
  }

  async #read(
    { include }: Step,
    path: KeyPath,
    chain: readonly string[],
    report: Report,
  ): Promise<IncludedFile<Step> | null> {
    if (!include) return null
    const at = [...path, 'include']
    const outer = chain.at(-1) ?? '.'
    const file = isAbsolute(include.file) ? include.file : join(dirname(outer), include.file)
    const again = chain.findIndex((one) => resolve(one) === resolve(file))
    if (again >= 0) {
      const circle = [...chain.slice(again), file].join(' → ')
      report(at, `expected a file that does not include this one, found a circle: ${circle}`)
      return null
    }
    this.#count += 1
    if (this.#count > mostIncluded) {
      if (this.#count === mostIncluded + 1) {
        report(at, `expected at most ${mostIncluded} included files in all, found more`)
      }
      return null
    }
    this.#options.onFile(file)
    const values = new Map(Object.entries(include.with))
    return this.#check(file, values, [...chain, file]).catch((thrown: unknown) => {
      if (thrown instanceof UnusableFile) report(at, `${include.file}: this file cannot be included`)
      throw thrown
    })
  }

  async #check(
    file: string,
    values: ReadonlyMap<string, unknown>,
    chain: readonly string[],
  ): Promise<IncludedFile<Step>> {
    const written = await this.#textOf(file)
    const problems: Problem[] = []
    const yaml = fillInValues(written, values, (path, text, about) =>
      problems.push({
        file,
        ...written.positionOf(path, about === 'key'),
        keyPath: formatKeyPath(path),
        text,
      }),
    )
    if (problems.length > 0) throw new UnusableFile(problems)
    let steps: Step[] = []
    const check = async (value: { steps: Step[] }, report: Report) => {
      steps = await this.within(value.steps, ['steps'], chain, report)
    }
    await checkDocument(file, yaml, this.#options.schema, check, this.#options.standIn)
    return { file, steps, positionOf: positionsOf(file, steps, yaml) }
  }

  #textOf(file: string): Promise<YamlText> {
    const known = this.#texts.get(file) ?? readYaml(file)
    this.#texts.set(file, known)
    return known
  }
}

function includesAny(steps: readonly Step[]): boolean {
  return steps.some(
    (step) => step.include !== undefined || blocksOf(step).some((block) => includesAny(block.steps)),
  )
}

/**
 * Finds positions in a file with steps, and in the files that these include.
 * @returns a function like {@link IncludedFile.positionOf}
 */
export function positionsOf(
  file: string,
  steps: readonly Step[],
  yaml: YamlText,
): IncludedFile<Step>['positionOf'] {
  return (path, isKey) => {
    const inner = innerFile(steps, path)
    return inner === null
      ? { file, ...yaml.positionOf(path, isKey) }
      : inner.file.positionOf(inner.path, isKey)
  }
}

/** The file that the step at `path` includes, and the rest of the path in it; null: it is not in an included file. */
function innerFile(
  steps: readonly Step[],
  [first, index, ...rest]: KeyPath,
): { file: IncludedFile<Step>; path: KeyPath } | null {
  const step = first === 'steps' && typeof index === 'number' ? steps[index] : undefined
  if (!step) return null
  const block = blocksOf(step).find((one) => one.path.every((key, at) => rest[at] === key))
  if (!block) return null
  const inside = ['steps', ...rest.slice(block.path.length)]
  const content = block.kind === 'include' ? (step.include?.content ?? null) : null
  return content === null ? innerFile(block.steps, inside) : { file: content, path: inside }
}
