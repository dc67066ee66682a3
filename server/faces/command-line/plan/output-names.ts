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
  // Where upper and lower case are one, Tunnel and tunnel would be one file.
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
 * One scenario: the file as it is named. Several: each has the name of its scenario's file before the ending, such as
 * `traffic-tunnel.pcapng`.
 */
export function fileForEach(path: string, files: readonly string[]): Map<string, string> {
  const ending = extname(path)
  const start = path.slice(0, path.length - ending.length)
  return pathsOf(files, path, (name) => `${start}-${name}${ending}`)
}
