import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { expect, it } from 'vitest'

/** Text that is the same in every language: the program's name, and the letter that marks invented wording. */
const inEveryLanguage = ['Bramble', 'i']

/** What people read or hear of an element; properties of components have the same names. */
const read = ['alt', 'aria-label', 'heading', 'hint', 'label', 'name', 'note', 'placeholder', 'title']

/** Two words beside each other, of which the first begins a sentence or a title. */
const sentence = /^[A-Z][a-z]+(?: [A-Za-z]{2,}|[.!?…])/

const folder = join(import.meta.dirname, '..')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|testing\//.test(path),
)

/** The text that the code itself says to people: between tags, in what is read of an element, and sentences anywhere. */
function ownWords(path: string, code: string): string[] {
  const found: string[] = []
  visit(parseSync(path, code).program)
  return found.filter((text) => /\p{L}/u.test(text) && !inEveryLanguage.includes(text))

  function visit(node: unknown): void {
    if (Array.isArray(node)) node.forEach(visit)
    if (!isNode(node) || isForDevelopers(node)) return
    if (node.type === 'JSXText') found.push(String(node.value).trim())
    if (node.type === 'JSXAttribute' && isNode(node.name) && isNode(node.value)) {
      if (read.includes(String(node.name.name)) && node.value.type === 'Literal')
        found.push(String(node.value.value))
    }
    const text = textOf(node)
    if (text !== null && sentence.test(text)) found.push(text)
    Object.values(node).forEach(visit)
  }
}

function textOf(node: Node): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type !== 'TemplateElement' || typeof node.value !== 'object' || node.value === null) return null
  return 'raw' in node.value ? String(node.value.raw) : null
}

/** What only those see who look into the program: thrown for a mistake in it, or written to the console. */
function isForDevelopers(node: Node): boolean {
  if (node.type === 'ThrowStatement') return true
  const isCall = node.type === 'CallExpression' && isNode(node.callee) && isNode(node.callee.object)
  return isCall && isNode(node.callee) && isNode(node.callee.object) && node.callee.object.name === 'console'
}

type Node = { readonly type: string } & Readonly<Record<string, unknown>>

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

it.each(files)('%s takes its words from the table', (path) => {
  expect(ownWords(path, readFileSync(join(folder, path), 'utf8'))).toEqual([])
})

it.each([
  ['<p>Nothing said yet.</p>', 'Nothing said yet.'],
  ['<p>{count} frames</p>', 'frames'],
  ['<button aria-label="Close" />', 'Close'],
  ["const empty = isPaused ? 'Nothing new since.' : ''", 'Nothing new since.'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code
  ['run(`Remove user ${id}`)', 'Remove user '],
])('would find what %s says', (code, text) => expect(ownWords('a.tsx', code)).toEqual([text]))
