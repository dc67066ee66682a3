import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { checkDocument } from './read-document.ts'
import { labFile } from './schema.ts'
import { UnusableFile } from './unusable-file.ts'
import { parseYaml } from './yaml-text.ts'

/** The problems of a text with their positions. */
function faults(text: string): string[] {
  try {
    parseYaml('f', text)
    return []
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    return thrown.message.split('\n')
  }
}

async function faultsOf(text: string, schema: z.ZodType = labFile): Promise<string[]> {
  try {
    await checkDocument('f', parseYaml('f', text), schema)
    return []
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    return thrown.message.split('\n')
  }
}

describe('an unknown tag is reported with its position', () => {
  it.each([
    ['a: !env X', 'f:1:4 unknown tag !env'],
    ['a:\n  - !local { b: 1 }', 'f:2:5 unknown tag !local'],
    ['a: !list [1]', 'f:1:4 unknown tag !list'],
    ['!top\na: 1', 'f:1:1 unknown tag !top'],
    ['a: !!binary aGVsbG8=', 'f:1:4 unknown tag tag:yaml.org,2002:binary'],
    ['a: !!timestamp 2010-06-01', 'f:1:4 unknown tag tag:yaml.org,2002:timestamp'],
    ['a: !!set { b, c }', 'f:1:4 unknown tag tag:yaml.org,2002:set'],
    ['a: !!omap [b: 1]', 'f:1:4 unknown tag tag:yaml.org,2002:omap'],
    ['a: !!python/object/apply:os.system [ls]', 'f:1:4 unknown tag tag:yaml.org,2002:python/object'],
    ['a: !<tag:example.com,2000:x> 1', 'f:1:4 unknown tag tag:example.com,2000:x'],
    ['%TAG !e! tag:example.com,2000:\n---\na: !e!x 1', 'f:3:4 unknown tag tag:example.com,2000:x'],
    ['%TAG !! tag:example.com,2000:\n---\na: !!str x', 'f:3:4 unknown tag tag:example.com,2000:str'],
    ['? !env K\n: 1', 'f:1:3 unknown tag !env'],
    ['a: &x !env X\nb: *x', 'unknown tag !env'],
  ])('%s', (text, fault) => {
    expect(faults(text).join('\n')).toContain(fault)
  })

  it('tags of the core schema are known', () => {
    expect(parseYaml('f', 'a: !!str 1\nb: !!int "2"\nc: ! 3\nd: !!map {}\ne: !!seq []').input).toEqual({
      a: '1',
      b: 2,
      c: '3',
      d: {},
      e: [],
    })
  })
})

describe('a number where text is expected is quoted as written', () => {
  it.each([
    '210000E1',
    '0x2100AA',
    '0o17',
    '21000001',
    '00000012',
    '.inf',
    '-.INF',
    '.nan',
    '+1',
    '1e3',
    '12345678901234567890',
    '0.10',
    'true',
    'FALSE',
    'null',
    '~',
    'Null',
  ])('%s', async (written) => {
    const [fault] = await faultsOf(`users: [ { id: ${written} } ]`)
    expect(fault).toContain(`expected text, found ${written}, which is `)
    expect(fault).toContain('put it in quotes')
  })

  it.each(['1_000', '2100:00', '2010-06-01', 'yes', 'no', 'on', 'off', 'NaN', 'Infinity', '1,000'])(
    '%s is text, although YAML 1.1 read it otherwise',
    (written) => {
      expect(parseYaml('f', `a: ${written}`).input).toEqual({ a: written })
      expect(faults(`%YAML 1.1\n---\na: ${written}`)).toEqual(['f:1:1 expected YAML 1.2, found %YAML 1.1'])
    },
  )

  it('suggests true for its other spellings, and names an empty value as nothing', async () => {
    expect((await faultsOf('service: { passwordCaching: yes }'))[0]).toContain(
      'expected true or false, found "yes"; did you mean true?',
    )
    expect((await faultsOf('users: [ { id: } ]'))[0]).toContain('expected text, found nothing')
    expect((await faultsOf('seed: 1.50'))[0]).toContain('found 1.50')
  })
})

describe('keys', () => {
  it.each([
    ['{ [1, 2]: 3 }', 'f:1:3 expected text as a key, found a list'],
    ['? { a: 1 }\n: 2', 'f:1:3 expected text as a key, found a map'],
    ['a: &a b\n*a : 2', 'f:2:1 expected text as a key, found an alias'],
    ['~: 1', 'f:1:1 expected text as a key, found ~: put it in quotes'],
    ['null: 1', 'f:1:1 expected text as a key, found null: put it in quotes'],
    [': 1', 'expected text as a key, found nothing'],
    ['007: 1', 'f:1:1 the key 007 is read as 7: put it in quotes'],
    ['0x10: 1', 'f:1:1 the key 0x10 is read as 16'],
    ['210000E1: 1', 'f:1:1 the key 210000E1 is read as 2100000'],
    ['True: 1', 'f:1:1 the key True is read as true'],
    ['1: a\n"1": b', 'f:2:1 the key "1" is there already'],
    ['a: 1\nb: 2\na: 3', 'f:3:1 this key stands in its map twice: expected it once'],
  ])('%j', (text, fault) => {
    expect(faults(text).join('\n')).toContain(fault)
  })

  it('may be numbers or booleans whose text is the key as written', () => {
    expect(parseYaml('f', '1: a\ntrue: b\n"007": c\non: d').input).toEqual({
      '1': 'a',
      true: 'b',
      '007': 'c',
      on: 'd',
    })
  })

  it('at the top that begin with x-, and $schema, are ignored', async () => {
    expect(
      await faultsOf('$schema: ./lab.json\nx-: 1\nx-common: &c { maximumSessions: 2 }\nservice: *c'),
    ).toEqual([])
    expect(await faultsOf('service: { x-a: 1 }')).toHaveLength(1)
    expect(faults('x-a: !env B')).toHaveLength(1)
  })
})

describe('merging', () => {
  it('adds the keys of other maps that the map does not set itself', () => {
    const text = 'x-a: &a { b: 1, c: 2 }\nx-d: &d { c: 3, e: 4 }\nf: { <<: *a, b: 5 }\ng: { <<: [*d, *a] }'
    expect(parseYaml('f', text).input).toEqual({ f: { b: 5, c: 2 }, g: { b: 1, c: 3, e: 4 } })
    expect(parseYaml('f', text).positionOf(['f', 'c'])).toEqual({ line: 1, column: 20 })
  })

  it.each(['a: { <<: 1 }', 'a: { <<: [1] }', 'x-b: &b 1\na: { <<: *b }'])(
    'accepts nothing but maps and their aliases: %j',
    (text) => {
      expect(faults(text).join('\n')).toContain('expected a map, or aliases of maps, to merge with <<')
    },
  )

  it('refuses merges that expand to billions of values', () => {
    const levels = Array.from(
      { length: 40 },
      (_, n) => `x${n + 1}: &x${n + 1} { <<: [*x${n}, *x${n}], k${n}: *x${n} }`,
    )
    expect(faults(['x0: &x0 { a: 1 }', ...levels].join('\n'))[0]).toContain(
      'aliases may not stand for more than',
    )
  })
})

describe('text that is no valid file', () => {
  it.each([
    ['a: \u0007', 'f:1:4 the control character U+0007'],
    ['a: 1\nb: "\u001b[31m"', 'f:2:5 the control character U+001B'],
    ['a: \u007f', 'U+007F'],
    ['a: \u009b', 'U+009B'],
    ['a: \ufffe', 'U+FFFE'],
    ['a: 1\n--- \nb: 2', 'a second document begins here'],
    ['a:\n\t- b', 'f:2:'],
    ['%FOO bar\n---\na: 1', 'f:1:1 '],
  ])('%j', (text, fault) => {
    expect(faults(text).join('\n')).toContain(fault)
  })

  it('ignores a byte order mark, and accepts Windows line ends', () => {
    const yaml = parseYaml('f', '\ufeffa: 1\r\nb:\r\n  - c\r\n')
    expect(yaml.input).toEqual({ a: 1, b: ['c'] })
    expect(yaml.positionOf(['a'], true)).toEqual({ line: 1, column: 1 })
    expect(yaml.positionOf(['b', 0])).toEqual({ line: 3, column: 5 })
  })
})

describe('a file whose form is wrong says how it is put right', () => {
  it.each([
    [
      'text: Hi, there: you',
      'f:1:7 there is a colon in this text: put the text in quotes, or the key on a line of its own',
    ],
    ['{ text: Hi: there }', 'f:1:9 there is a colon in this text: within { } and [ ] put the text in quotes'],
    ['a:\n\t- b', 'f:2:1 lines are indented with blanks, found a tab'],
    ['a: [1, 2\n', 'f:2:1 expected ]: what was opened with [ is not closed'],
    ['a: "x\n', 'f:2:1 expected ": a text that was opened with it is not closed'],
    [
      'a:\n  b: 1\n c: 2',
      'f:3:1 this line is indented differently from those beside it: what belongs together begins in one column',
    ],
    ['a: @b', 'f:1:4 text cannot begin with @: put it in quotes'],
    ['a: "x\\q"', 'f:1:6 in double quotes, \\q means nothing: write \\\\ for a backslash'],
  ])('%j', (text, wanted) => {
    expect(faults(text)).toContain(wanted)
  })
})
