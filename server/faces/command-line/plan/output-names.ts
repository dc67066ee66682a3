import { basename, extname } from 'node:path'

/** A scenario as outputs are named for it: its file, and which combination of the file's matrix it is, from 1. */
export interface NamedScenario {
  file: string
  combination: number
}

/** Tells one scenario from the others of a run. */
export function scenarioId({ file, combination }: NamedScenario): string {
  return `${file}\n${combination}`
}

/**
 * The output path of each scenario: `path` for a single one; for several, the result of `named` for the name of each scenario file.
 * If files in different folders have the same name, or a file has a matrix, the later ones are numbered.
 * @returns the paths by {@link scenarioId}
 */
export function outputPathsOf(
  scenarios: readonly NamedScenario[],
  path: string,
  named: (name: string) => string,
): Map<string, string> {
  const different = new Map(scenarios.map((one) => [scenarioId(one), one]))
  if (different.size <= 1) return new Map([...different.keys()].map((id) => [id, path]))
  // On disks that ignore case, Tunnel and tunnel would be one file.
  const taken = new Set<string>()
  return new Map(
    [...different].map(([id, { file }]) => {
      const name = basename(file, extname(file))
      let own = name
      for (let number = 2; taken.has(own.toLowerCase()); number += 1) own = `${name}-${number}`
      taken.add(own.toLowerCase())
      return [id, named(own)]
    }),
  )
}

/**
 * The output file of each scenario: `path` itself for a single one; for several, with the name of the scenario's file before
 * the extension, such as `traffic-tunnel.pcapng`.
 */
export function outputFileOfEach(path: string, scenarios: readonly NamedScenario[]): Map<string, string> {
  const extension = extname(path)
  const start = path.slice(0, path.length - extension.length)
  return outputPathsOf(scenarios, path, (name) => `${start}-${name}${extension}`)
}
