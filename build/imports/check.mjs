import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileRule, isTest, packageRule, roomOf, timeRule } from './rules.mjs'
import { scan } from './scan.mjs'

/**
 * For each pair of rooms, by their names: the place (`file:line`) of the first import.
 *
 * @typedef {Map<string, Map<string, string>>} Edges
 */

/**
 * Checks every source file below a project's folder.
 *
 * @param {string} folder
 * @returns number of files, the imports between rooms, and one line for each broken rule
 */
export function checkImports(folder) {
  /** @type {string[]} */
  const problems = []
  /** @type {Edges} */
  const edges = new Map()
  const files = ['server', 'main', 'renderer'].flatMap((top) => sourcesBelow(folder, top))
  for (const file of files) {
    const { imports, uses } = scan(file, readFileSync(join(folder, file), 'utf8'))
    for (const { specifier, line, isTypeOnly } of imports) {
      const target = targetOf(folder, file, specifier)
      const rule = target === null ? packageRule(file, specifier) : fileRule(file, target, isTypeOnly)
      if (rule) problems.push(`${file}:${line} imports ${target ?? specifier}: ${rule}`)
      if (target !== null && !isTest(file)) note(edges, file, target, line)
    }
    const rule = timeRule(file)
    if (rule) problems.push(...uses.map(({ text, line }) => `${file}:${line} uses ${text}: ${rule}`))
  }
  const rooms = new Map([...edges].map(([room, targets]) => [room, new Set(targets.keys())]))
  return { files: files.length, rooms, problems: [...problems, ...cycles(edges)] }
}

/**
 * @param {string} folder
 * @param {string} path
 * @returns {string[]}
 */
function sourcesBelow(folder, path) {
  if (!existsSync(join(folder, path))) return []
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const inner = `${path}/${entry.name}`
    if (entry.isDirectory()) return sourcesBelow(folder, inner)
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [inner] : []
  })
}

/**
 * @param {string} folder
 * @param {string} file
 * @param {string} specifier
 * @returns path of the imported file from the project's folder; null for packages, Node's modules and files that are not code
 */
function targetOf(folder, file, specifier) {
  const named = /^#(contract|words)$/.exec(specifier)?.[1]
  if (named !== undefined) return `server/${named}/index.ts`
  if (!specifier.startsWith('.') || !/\.tsx?$/.test(specifier)) return null
  const path = resolve(folder, dirname(file), specifier)
  return relative(folder, path).split(sep).join('/')
}

/**
 * @param {Edges} edges
 * @param {string} file
 * @param {string} target
 * @param {number} line
 */
function note(edges, file, target, line) {
  const from = roomOf(file)
  const to = roomOf(target)
  if (from === null || to === null || from === to) return
  const known = edges.get(from) ?? new Map()
  if (!known.has(to)) known.set(to, `${file}:${line}`)
  edges.set(from, known)
}

/**
 * Finds rooms that import each other in a circle, and reports each circle once.
 *
 * @param {Edges} edges
 */
function cycles(edges) {
  /** @type {string[]} */
  const found = []
  /** @type {Set<string>} */
  const finished = new Set()
  /**
   * @param {string} room
   * @param {string[]} path
   */
  const visit = (room, path) => {
    const start = path.indexOf(room)
    if (start >= 0) {
      const circle = [...path.slice(start), room]
      const where = circle.slice(1).map((to, index) => edges.get(circle[index] ?? '')?.get(to))
      found.push(`${circle.join(' → ')}: rooms import each other in a circle (${where.join(', ')})`)
      return
    }
    if (finished.has(room)) return
    for (const to of edges.get(room)?.keys() ?? []) visit(to, [...path, room])
    finished.add(room)
  }
  for (const room of edges.keys()) visit(room, [])
  return found
}
