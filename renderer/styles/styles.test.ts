import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

/**
 * Class names are global, so this proves that no two folders share one: each class belongs to the folder that styles it.
 * Everybody may use the classes of `styles` and `controls`, and style them within a class of their own.
 */

const renderer = join(import.meta.dirname, '..')
const shared: ReadonlySet<string> = new Set(['styles', 'controls'])
const entry = 'styles/styles.css'
/** What is painted rather than laid out: drawn devices, and their screens, whose colours follow no theme. */
const paintings = /^(bench|messenger)\/|^controls\/screen\.css$/

const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
const sheets = files
  .filter((file) => file.endsWith('.css') && file !== entry)
  .map((file) => ({ file, folder: dirname(file), css: withoutComments(textOf(file)) }))
const owners = ownersOfClasses()

function textOf(file: string): string {
  return readFileSync(join(renderer, file), 'utf8')
}

function withoutComments(css: string): string {
  return css.replace(/\/\*.*?\*\//gs, '')
}

/** Each selector of a stylesheet, alone. */
function selectorsOf(css: string): string[] {
  return [...css.matchAll(/([^{};]+)\{/g)]
    .map(([, prelude = '']) => prelude.trim())
    .filter((prelude) => !prelude.startsWith('@'))
    .flatMap((prelude) => prelude.split(/,(?![^(]*\))/))
    .map((selector) => selector.trim().replace(/\s+/g, ' '))
}

/** The classes of a selector; `is-…` is a state of whatever stands beside it, and belongs to nobody. */
function classesOf(selector: string): string[] {
  return [...selector.matchAll(/\.([a-z][\w-]*)/gi)]
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('is-'))
}

function ownersOfClasses(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const { folder, css } of sheets) {
    for (const name of selectorsOf(css).flatMap(classesOf)) {
      found.set(name, (found.get(name) ?? new Set()).add(folder))
    }
  }
  for (const folders of found.values()) {
    // Whoever styles a shared class within a class of their own does not own it.
    if ([...folders].some((folder) => shared.has(folder)))
      for (const folder of folders) if (!shared.has(folder)) folders.delete(folder)
  }
  return found
}

it('puts every rule into the layer of its folder', () => {
  const order = /@layer ([^;]+);/.exec(textOf(entry))?.[1]?.split(/,\s*/) ?? []
  for (const { file, folder, css } of sheets) {
    const outside = css.replace(/^@import .*;$/gm, '').trim()
    expect(outside, file).toMatch(new RegExp(`^@layer ${folder} \\{.*\\}$`, 's'))
    expect(outside.match(/@layer/g), file).toHaveLength(1)
    expect(order, file).toContain(folder)
  }
})

it('has each class styled by one folder', () => {
  const twice = [...owners].filter(([, folders]) => folders.size > 1).map(([name]) => name)
  expect(twice).toEqual([])
})

it('styles a shared class only within a class of the folder’s own', () => {
  const stray = sheets
    .filter(({ folder }) => !shared.has(folder))
    .flatMap(({ file, folder, css }) =>
      selectorsOf(css)
        .filter((selector) => classesOf(selector).length > 0)
        .filter((selector) => !classesOf(selector).some((name) => owners.get(name)?.has(folder)))
        .map((selector) => `${file}: ${selector}`),
    )
  expect(stray).toEqual([])
})

it('has no folder use the classes of another', () => {
  const borrowed = files
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) =>
      classNamesIn(textOf(file))
        .filter((name) =>
          [...(owners.get(name) ?? [])].some((one) => one !== dirname(file) && !shared.has(one)),
        )
        .map((name) => `${file}: ${name}`),
    )
  expect(borrowed).toEqual([])
})

/** The words in the texts of each `className`, whatever expression they stand in. */
function classNamesIn(source: string): string[] {
  return [...source.matchAll(/className=(?:"([^"]*)"|\{([^\n]*)\})/g)].flatMap(
    ([, plain, expression = '']) =>
      plain === undefined
        ? [...expression.matchAll(/'([^']*)'|`([^`$]*)|\}([^`$]*)`/g)].flatMap((text) =>
            text.slice(1).flatMap((part) => (part ?? '').split(/\s+/)),
          )
        : plain.split(/\s+/),
  )
}

it('names colours, sizes of text and heights above the page in tokens only', () => {
  const named = sheets
    .filter(({ file }) => file !== 'styles/tokens.css')
    .flatMap(({ file, css }) =>
      [
        ...(paintings.test(file) ? [] : (css.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\)/gi) ?? [])),
        ...(css.match(/font(?:-size)?:[^;]*\b[\d.]+px[^;]*/g) ?? []),
        ...(css.match(/z-index:\s*[\d-]+/g) ?? []),
      ].map((found) => `${file}: ${found}`),
    )
  expect(named).toEqual([])
})
