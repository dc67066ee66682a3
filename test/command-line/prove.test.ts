import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtProgram } from './program.ts'

const program = builtProgram()

function write(name: string, text: string): string {
  writeFileSync(join(program.folder, name), text)
  return name
}

const byStep = `
name: A step is the cause
steps:
  - login: alice
  - repeat:
      times: 2
      steps:
        - { service: { maximumSessions: 1 }, cause: true }
        - wait: 1s
  - login: { handheld: bob, expect: server-busy }
`
const byLab = `
name: The lab is the cause
lab: { service: { maximumSessions: 1, statusInterval: 30s } }
without: { service: { maximumSessions: null } }
steps:
  - login: alice
  - login: { handheld: bob, expect: server-busy }
`
const idleCause = `
name: The marked step changes nothing
lab: { service: { maximumSessions: 1 } }
steps:
  - { wait: 1s, cause: true }
  - login: alice
  - login: { handheld: bob, expect: server-busy }
`
const impossibleWithout = `
name: Without its cause, a step is impossible
steps:
  - { login: alice, cause: true }
  - presence: { alice: busy }
`
const markless = 'name: No cause\nsteps: [{ login: alice }]\n'
const failing = `
name: It fails
steps:
  - { login: alice, cause: true }
  - expect: { sessions: 2 }
`
const unable = 'name: Not yet\nneeds: [sametime]\nsteps: [{ login: alice, cause: true }]\n'

describe('bramble prove', () => {
  it('reports for each scenario whether the symptom disappears without the cause', async () => {
    const files = [write('by-step.yaml', byStep), write('by-lab.yaml', byLab), write('unable.yaml', unable)]
    const { code, out } = await program.run('prove', ...files)
    expect(out.split('\n')).toEqual([
      'proven: A step is the cause',
      '  without its cause: by-step.yaml:10:37 steps[2].login.expect: handheld bob: expected the login to end server-busy, found accepted',
      'proven: The lab is the cause',
      '  without its cause: by-lab.yaml:7:37 steps[1].login.expect: handheld bob: expected the login to end server-busy, found accepted',
      'skipped: Not yet',
      '  needs sametime, which no lab has yet',
      '2 proven, 0 not, 1 skipped',
      '',
    ])
    expect(code).toBe(0)
  })

  it.each([
    ['the symptom stays', idleCause, 'passes without its cause'],
    ['nothing is marked', markless, 'marks no cause'],
    ['it fails with its cause', failing, 'fails as it is'],
  ])('does not count a scenario as proven where %s', async (_what, text, verdict) => {
    const { code, out } = await program.run('prove', '--json', write('one.yaml', text))
    expect(JSON.parse(out)).toMatchObject({ file: 'one.yaml', verdict })
    expect(code).toBe(1)
  })

  it('counts a failed expectation as proof, but not a step that could not be carried out', async () => {
    const { code, out } = await program.run('prove', '--json', write('one.yaml', impossibleWithout))
    expect(JSON.parse(out)).toMatchObject({ verdict: 'fails without its cause, but at no expectation' })
    expect(code).toBe(1)
  })

  it('refuses a scenario whose lab is invalid without the cause, and says where', async () => {
    const text = `
lab: { users: [{ id: alice }], handhelds: [{ name: alice, user: alice }] }
without: { users: [{ id: bob }] }
steps: [{ login: alice }]
`
    const { code, err } = await program.run('prove', write('one.yaml', text))
    expect(err).toContain('one.yaml:3:10 without.handhelds[0].user')
    expect(err).toContain('expected a user of this lab (bob), found "alice"')
    expect(code).toBe(2)
  })
})
