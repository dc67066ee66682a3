import { describe, expect, it } from 'vitest'
import { placeInYaml } from './place-in-yaml.ts'

/** The place at the sign `|` of a text. */
function at(text: string) {
  const position = text.indexOf('|')
  return placeInYaml(text.replace('|', ''), position)
}

describe('the place in a YAML text at which somebody types', () => {
  it.each([
    ['ta|', [], false, 'ta'],
    ['lab:\n  serv|', ['lab'], false, 'serv'],
    ['lab:\n  service: { maxi|', ['lab', 'service'], false, 'maxi'],
    ['lab:\n  service: { maximumSessions: 2, idle|', ['lab', 'service'], false, 'idle'],
    ['steps:\n  - lo|', ['steps', '-'], false, 'lo'],
    ['steps:\n  - login: alice\n    ma|', ['steps', '-'], false, 'ma'],
    ['steps:\n- login: alice\n- lo|', ['steps', '-'], false, 'lo'],
    ['steps:\n  - together: # at once\n      - lo|', ['steps', '-', 'together', '-'], false, 'lo'],
    ['lab: {}\nsteps:\n  - login: a\nna|', [], false, 'na'],
  ])('is a key in %j', (text, path, isValue, typed) => {
    expect(at(text)).toMatchObject({ path, isValue, typed })
  })

  it.each([
    ['lab:\n  environment: oc|', ['lab', 'environment'], 'oc'],
    ['steps:\n  - coverage: { alice: no|', ['steps', '-', 'coverage', 'alice'], 'no'],
    ['tags: [adm|', ['tags', '-'], 'adm'],
  ])('is a value in %j', (text, path, typed) => {
    expect(at(text)).toMatchObject({ path, isValue: true, typed })
  })

  it('begins where the typed word begins, and is none within a comment', () => {
    expect(at('steps:\n  - lo|')?.from).toBe('steps:\n  - '.length)
    expect(at('steps: # wh|')).toBeNull()
  })
})
