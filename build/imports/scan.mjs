import { parseSync, Visitor } from 'vite'

/**
 * Finds the imports and re-exports of a source file, and its uses of real time and chance.
 *
 * @param {string} file
 * @param {string} source
 * @returns imports: specifier, line, and whether only types are imported; uses: text and line
 */
export function scan(file, source) {
  const { module, program, errors } = parseSync(file, source)
  const [error] = errors
  if (error) throw new Error(`${file}: ${error.message}`)
  const lineOf = lineFinder(source)
  /** @type {{ specifier: string, line: number, isTypeOnly: boolean }[]} */
  const imports = []
  /**
   * @param {string} specifier
   * @param {number} start
   * @param {boolean} isTypeOnly
   */
  const add = (specifier, start, isTypeOnly) => imports.push({ specifier, line: lineOf(start), isTypeOnly })

  for (const { moduleRequest, entries, start } of module.staticImports) {
    // An import without names has side effects, so it is not type-only.
    add(moduleRequest.value, start, entries.length > 0 && entries.every((entry) => entry.isType))
  }
  for (const { entries, start } of module.staticExports) {
    const requests = new Map()
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest)
        requests.set(moduleRequest.value, (requests.get(moduleRequest.value) ?? true) && isType)
    }
    for (const [specifier, isTypeOnly] of requests) add(specifier, start, isTypeOnly)
  }
  for (const { moduleRequest, start } of module.dynamicImports) {
    const text = source.slice(moduleRequest.start, moduleRequest.end)
    const literal = /^(['"`])([^$]*)\1$/.exec(text)
    add(literal?.[2] ?? text, start, false)
  }

  /** @type {{ text: string, line: number }[]} */
  const uses = []
  /**
   * @param {string} text
   * @param {{ start: number }} node
   */
  const use = (text, node) => uses.push({ text, line: lineOf(node.start) })
  new Visitor({
    CallExpression(node) {
      const { callee } = node
      if (callee.type !== 'Identifier') return
      if (timers.has(callee.name)) use(callee.name, node)
      if (callee.name === 'Date') use('Date()', node)
    },
    NewExpression(node) {
      const { callee } = node
      if (callee.type === 'Identifier' && callee.name === 'Date' && node.arguments.length === 0) {
        use('new Date()', node)
      }
    },
    MemberExpression(node) {
      const { object, property } = node
      if (node.computed || object.type !== 'Identifier' || property.type !== 'Identifier') return
      const text = `${object.name}.${property.name}`
      const isTimer = object.name === 'globalThis' && timers.has(property.name)
      if (isTimer || clockMembers.has(text)) use(text, node)
    },
    ImportDeclaration(node) {
      if (clockModules.has(node.source.value)) use(node.source.value, node)
    },
  }).visit(program)
  return { imports, uses }
}

const timers = new Set(['setTimeout', 'setInterval'])
const clockMembers = new Set(['Date.now', 'Math.random', 'performance.now'])
const clockModules = new Set(['timers', 'node:timers', 'timers/promises', 'node:timers/promises'])

/**
 * @param {string} source
 * @returns {(offset: number) => number} gives the line of an offset; the first line is 1
 */
function lineFinder(source) {
  const starts = [0]
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
