import { basename, extname } from 'node:path'

/**
 * The output path of each scenario: `path` for a single one; for several, the result of `named` for the name of each scenario file.
 * If files in different folders have the same name, the later ones are numbered.
 */
export function outputPathsOf(
  files: readonly string[],
  path: string,
  named: (name: string) => string,
): Map<string, string> {
  const different = [...new Set(files)]
  if (different.length <= 1) return new Map(different.map((file) => [file, path]))
  // On disks that ignore case, Tunnel and tunnel would be one file.
  const taken = new Set<string>()
  return new Map(
    different.map((file) => {
      const name = basename(file, extname(file))
      let own = name
      for (let number = 2; taken.has(own.toLowerCase()); number += 1) own = `${name}-${number}`
      taken.add(own.toLowerCase())
      return [file, named(own)]
    }),
  )
}

/**
 * The output file of each scenario: `path` itself for a single one; for several, with the name of the scenario's file before
 * the extension, such as `traffic-tunnel.pcapng`.
 */
export function outputFileOfEach(path: string, files: readonly string[]): Map<string, string> {
  const extension = extname(path)
  const start = path.slice(0, path.length - extension.length)
  return outputPathsOf(files, path, (name) => `${start}-${name}${extension}`)
}
