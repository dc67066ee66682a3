import { basename, extname } from 'node:path'

/**
 * Where something of each scenario goes: of a single one to `path`, of several to what `named` makes of the names of their
 * files; where two have one name, the later ones are numbered.
 */
export function pathsOf(
  files: readonly string[],
  path: string,
  named: (name: string) => string,
): Map<string, string> {
  const different = [...new Set(files)]
  if (different.length <= 1) return new Map(different.map((file) => [file, path]))
  const taken = new Map<string, number>()
  return new Map(
    different.map((file) => {
      const name = basename(file, extname(file))
      const number = (taken.get(name) ?? 0) + 1
      taken.set(name, number)
      return [file, named(number === 1 ? name : `${name}-${number}`)]
    }),
  )
}

/**
 * One scenario: the file as it is named. Several: each has the name of its scenario's file before the ending, such as
 * `traffic-tunnel.pcapng`.
 */
export function fileForEach(path: string, files: readonly string[]): Map<string, string> {
  const ending = extname(path)
  const start = path.slice(0, path.length - ending.length)
  return pathsOf(files, path, (name) => `${start}-${name}${ending}`)
}
