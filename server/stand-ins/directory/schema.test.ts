import { expect, test } from 'vitest'
import { attributeNamed, attributeTypes, classChain, objectClasses } from './schema.ts'
import { contents } from './testing/session-fixture.ts'

test('every attribute and class has a unique name and number', () => {
  for (const list of [attributeTypes, objectClasses]) {
    const keys = list.flatMap(({ name, oid }) => [name.toLowerCase(), oid ?? []].flat())
    expect(new Set(keys).size).toBe(keys.length)
    for (const { oid } of list) if (oid !== null) expect(oid).toMatch(/^\d+(\.\d+){3,}$/)
  }
})

test('every attribute of an entry is in the schema, and has one value where the schema allows only one', () => {
  const { tree } = contents
  for (const entry of [...tree.fixed, tree.user('alice'), tree.user('locked')]) {
    for (const name of entry?.attributes ?? []) {
      const type = attributeNamed(name)
      expect(type?.name).toBe(name)
      if (type?.isSingleValued) expect(entry?.values(name).length).toBeLessThanOrEqual(1)
    }
  }
})

test('every class descends from top', () => {
  for (const { name } of objectClasses) expect(classChain(name)[0]).toBe('top')
  expect(classChain('computer')).toEqual(['top', 'person', 'organizationalPerson', 'user', 'computer'])
})
