import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { UnusableFile } from '../lab/file/index.ts'
import { readScenario } from './scenario-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'bramble-scenario-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(lines: string[], name = 's.yaml'): string {
  const file = join(folder, name)
  writeFileSync(file, lines.join('\n'))
  return file
}

async function problems(...lines: string[]): Promise<string[]> {
  try {
    await readScenario(write(lines))
    return []
  } catch (thrown) {
    if (!(thrown instanceof UnusableFile)) throw thrown
    return thrown.message.replaceAll(`${folder}/`, '').split('\n')
  }
}

describe('reading a scenario', () => {
  it('takes every kind of step that runs', async () => {
    expect(
      await problems(
        'name: all',
        'steps:',
        '  - login: alice',
        '  - { login: { handheld: bob, user: alice, password: x, expect: bad-credentials }, note: typo }',
        '  - logout: alice',
        '  - coverage: { alice: none, bob: weak }',
        '  - status: { alice: off }',
        '  - power: { alice: on }',
        '  - wait: 3h',
        '  - service: { maximumSessions: 2, idleTimeout: null, statusInterval: 30s }',
        '  - user: { alice: { mayUseClient: false } }',
        '  - repeat: { times: 2, steps: [ { wait: 1s } ] }',
        '  - each: { handheld: "*", steps: [ { login: $handheld }, { power: { $handheld: off } } ] }',
        '  - expect: { sessions: 1, last-status: accepted, handheld: { bob: { state: signed-out, reason: idle } } }',
      ),
    ).toEqual([])
  })

  it('places what is misspelt', async () => {
    expect(
      await problems(
        'steps:',
        '  - logn: alice',
        '  - login: { handheld: alice, expect: acepted }',
        '  - expect: { handheld: { alice: { state: signedin } } }',
        '  - repeat: { times: 2, steps: [ { wait: 90 } ] }',
      ),
    ).toEqual([
      's.yaml:2:5 steps[0].logn: unknown key "logn"; did you mean "login"?',
      's.yaml:3:39 steps[1].login.expect: expected accepted | server-busy | failed | not-permitted | bad-credentials | unavailable | no-coverage | timed-out, found "acepted"; did you mean "accepted"?',
      's.yaml:4:43 steps[2].expect.handheld.alice.state: expected off | signed-out | signing-in | signed-in, found "signedin"; did you mean "signed-in"?',
      's.yaml:5:42 steps[3].repeat.steps[0].wait: expected a duration such as 250ms, 90s, 5m, 2h or 30d, found 90',
    ])
  })

  it('places names that nothing has', async () => {
    expect(
      await problems(
        'steps:',
        '  - login: alise',
        '  - coverage: { carol: none }',
        '  - each: { handheld: "c*", steps: [ { logout: $handheld } ] }',
        '  - each: { handheld: "*", steps: [ { logout: "x-$handheld" } ] }',
        '  - user: { zoe: { mayUseClient: true } }',
      ),
    ).toEqual([
      's.yaml:2:12 steps[0].login: expected a handheld of this lab (alice, bob), found "alise"; did you mean "alice"?',
      's.yaml:3:17 steps[1].coverage.carol: expected a handheld of this lab (alice, bob), found "carol"',
      's.yaml:4:23 steps[2].each.handheld: no handheld of this lab matches "c*"',
      's.yaml:5:47 steps[3].each.steps[0].logout: expected a handheld of this lab (alice, bob), found "x-alice"; did you mean "alice"?',
      's.yaml:6:13 steps[4].user.zoe: expected a user of this lab (alice, bob), found "zoe"',
    ])
  })

  it('places what cannot be run yet', async () => {
    expect(
      await problems(
        'steps:',
        '  - link: { alice: gprs }',
        '  - send: { from: alice, to: bob, text: hi }',
        '  - presence: { alice: busy }',
        '  - fault: { at: directory, kind: down }',
        '  - fault: none',
        '  - expect: { frames: { filter: sip, min: 1 }, log: BBIM }',
        '  - expect: { handheld: { alice: { lastMessage: hi } } }',
      ),
    ).toEqual([
      's.yaml:2:5 steps[0].link: the step link is not supported yet',
      's.yaml:3:5 steps[1].send: the step send is not supported yet',
      's.yaml:4:5 steps[2].presence: the step presence is not supported yet',
      's.yaml:5:5 steps[3].fault: the step fault is not supported yet',
      's.yaml:6:5 steps[4].fault: the step fault is not supported yet',
      's.yaml:7:15 steps[5].expect.frames: expecting frames is not supported yet',
      's.yaml:8:36 steps[6].expect.handheld.alice.lastMessage: expecting lastMessage is not supported yet',
    ])
  })

  it('wants exactly one kind in each step, and at least one step', async () => {
    expect(await problems('steps:', '  - login: alice', '    wait: 1s', '  - note: nothing')).toEqual([
      's.yaml:3:5 steps[0].wait: expected one kind in each step, found login and wait',
      expect.stringMatching(/^s.yaml:4:5 steps\[1]: expected one of the kinds of step: login, /),
    ])
    expect(await problems('steps: []')).toEqual(['s.yaml:1:8 steps: expected at least one step'])
    expect(await problems('name: none')).toEqual(['s.yaml:1:1 steps: missing: expected a list'])
  })

  it('checks the lab that it brings', async () => {
    expect(
      await problems(
        'lab:',
        '  users: [{ id: alice }, { id: alice }]',
        '  servise: {}',
        'steps: [{ login: alice }]',
      ),
    ).toEqual(['s.yaml:3:3 lab.servise: unknown key "servise"; did you mean "service"?'])
    expect(
      await problems('lab: { users: [{ id: alice }, { id: alice }] }', 'steps: [{ login: alice }]'),
    ).toEqual(['s.yaml:1:37 lab.users[1].id: there is already a user "alice"'])
  })

  it('reads the lab file that it names, from its own folder', async () => {
    write(['users: [{ id: zoe }]', 'handhelds: [{ name: z, user: zoe }]'], 'lab.yaml')
    const scenario = await readScenario(write(['lab: lab.yaml', 'steps: [{ login: z }]'], 'named.yaml'))
    expect(scenario.name).toBe('named')
    expect(scenario.roster.handhelds.map(({ name }) => name)).toEqual(['z'])
    expect(scenario.labFolder).toBe(folder)
    expect(await problems('lab: none.yaml', 'steps: [{ login: z }]')).toEqual([
      'none.yaml:1:1 there is no such file',
      's.yaml:1:6 lab: this lab file cannot be used',
    ])
  })
})
