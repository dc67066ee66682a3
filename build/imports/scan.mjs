import { parseSync } from 'vite'

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
  walk(program, (node) => {
    const text = timeOrChance(node)
    if (text) uses.push({ text, line: lineOf(node.start) })
  })
  return { imports, uses }
}

const timers = new Set(['setTimeout', 'setInterval'])
const clockModules = new Set(['timers', 'node:timers', 'timers/promises', 'node:timers/promises'])

/**
 * @typedef {{ type: string, start: number, [key: string]: any }} SyntaxNode
 *
 * @param {SyntaxNode} node
 * @returns {string | undefined} the function of real time or chance that this node uses, such as `Date.now`
 */
function timeOrChance(node) {
  if (node.type === 'CallExpression') {
    if (node.callee.type === 'Identifier' && timers.has(node.callee.name)) return node.callee.name
    if (node.callee.type === 'Identifier' && node.callee.name === 'Date') return 'Date()'
  }
  if (node.type === 'NewExpression' && node.callee.type === 'Identifier') {
    if (node.callee.name === 'Date' && node.arguments.length === 0) return 'new Date()'
  }
  if (node.type === 'MemberExpression' && node.object.type === 'Identifier') {
    const text = `${node.object.name}.${node.property.name}`
    if (['Date.now', 'Math.random', 'performance.now'].includes(text)) return text
    if (node.object.name === 'globalThis' && timers.has(node.property.name)) return text
  }
  if (node.type === 'ImportDeclaration' && clockModules.has(node.source.value)) return node.source.value
  return undefined
}

/**
 * @param {unknown} node
 * @param {(node: SyntaxNode) => void} visit
 */
function walk(node, visit) {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, visit)
  } else if (node && typeof node === 'object') {
    if (isSyntaxNode(node)) visit(node)
    for (const [key, value] of Object.entries(node)) {
      if (key !== 'parent' && value && typeof value === 'object') walk(value, visit)
    }
  }
}

/**
 * @param {object} value
 * @returns {value is SyntaxNode}
 */
function isSyntaxNode(value) {
  return 'type' in value && typeof value.type === 'string'
}

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
