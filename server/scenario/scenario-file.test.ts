import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { faultOf } from '#contract'
import { UnusableFile } from '../files/index.ts'
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
  it('accepts every kind of step', async () => {
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
        '  - user: { alice: { mayUseClient: false, enabled: true } }',
        '  - send: { from: alice, to: bob, text: hi }',
        '  - send: { from: alice, to: sip:zoe@elsewhere.example, text: hi, expect: rejected }',
        '  - presence: { alice: busy }',
        '  - link: { alice: gprs, bob: { delay: 2s, jitter: 250ms, loss: 5%, bandwidth: 9.6kbit } }',
        '  - link: { alice: { loss: 0.5, bandwidth: 9600 } }',
        '  - fault: { at: directory, kind: down, probability: 0.5 }',
        '  - fault: { at: directory, kind: answer, code: 52e }',
        '  - fault: { at: directory, kind: answer, code: 775 }',
        '  - fault: { at: communicationsServer, kind: latency, delay: 3s, jitter: 1s }',
        '  - fault: { at: dispatcher, kind: bandwidth, rate: 384kbps }',
        '  - fault: { at: directory, kind: latency }',
        '  - fault: { at: wireless, kind: bandwidth }',
        '  - fault: { at: wireless, kind: bandwidth, bandwidth: 9.6kbit }',
        '  - fault: { at: dispatcher, kind: answer }',
        '  - fault: { at: communicationsServer, kind: answer, code: "603" }',
        '  - fault: { at: directory, kind: answer, code: 52E }',
        '  - fault: { at: service, kind: certificate-missing, probability: 0.5 }',
        '  - fault: none',
        '  - repeat: { times: 2, steps: [ { wait: 1s } ] }',
        '  - each: { handheld: "*", steps: [ { login: $handheld }, { power: { $handheld: off } } ] }',
        '  - each: { handheld: "*", steps: [ { send: { from: $handheld, to: bob, text: "I am $handheld" } } ] }',
        '  - expect: { handheld: { alice: { presence: busy, lastMessage: hi } } }',
        '  - expect: { frames: { filter: REGISTER alice, count: 2 } }',
        '  - expect: { frames: { filter: "hop:wireless size>2000 -(srp or down)", min: 1, max: 3 } }',
        '  - expect: { frames: { filter: 401, max: 0 } }',
        '  - expect: { frames: { min: 1 } }',
        '  - each: { handheld: "*", steps: [ { expect: { frames: { filter: "handheld:$handheld", min: 1 } } } ] }',
        '  - expect: { sessions: 1, last-status: accepted, handheld: { bob: { state: signed-out, reason: idle } } }',
      ),
    ).toEqual([])
  })

  it('reports misspelt keys with their positions', async () => {
    expect(
      await problems(
        'steps:',
        '  - logn: alice',
        '  - login: { handheld: alice, expect: acepted }',
        '  - expect: { handheld: { alice: { state: signedin } } }',
        '  - repeat: { times: 2, steps: [ { wait: 90 } ] }',
        '  - presence: { alice: bussy }',
        '  - expect: { handheld: { alice: { presence: availble } } }',
      ),
    ).toEqual([
      's.yaml:2:5 steps[0].logn: unknown key "logn"; did you mean "login"?',
      's.yaml:3:39 steps[1].login.expect: expected accepted | server-busy | failed | not-permitted | bad-credentials | unavailable | no-coverage | timed-out, found "acepted"; did you mean "accepted"?',
      's.yaml:4:43 steps[2].expect.handheld.alice.state: expected off | signed-out | signing-in | signed-in, found "signedin"; did you mean "signed-in"?',
      's.yaml:5:42 steps[3].repeat.steps[0].wait: expected a duration such as 250ms, 90s, 5m, 2h or 30d, found 90',
      's.yaml:6:24 steps[4].presence.alice: expected available | busy | do-not-disturb | away | offline, found "bussy"; did you mean "busy"?',
      's.yaml:7:46 steps[5].expect.handheld.alice.presence: expected available | busy | do-not-disturb | away | offline, found "availble"; did you mean "available"?',
    ])
  })

  it('reports impossible faults with their positions, and lists the possible ones', async () => {
    expect(
      await problems(
        'steps:',
        '  - fault: { at: database, kind: certificate-expired }',
        '  - fault: { at: wireless, kind: answer, code: 503 }',
        '  - fault: { at: direktory, kind: down }',
        '  - fault: { at: directory, kind: lateny, delay: 1s }',
        '  - fault: { at: service, kind: certificate-name }',
        '  - fault: { at: directory, kind: down, delay: 1s }',
        '  - fault: { at: communicationsServer, kind: answer, code: 200 }',
        '  - fault: { at: dispatcher, kind: bandwidth, rate: 40 kbyte }',
        '  - fault: { kind: down }',
        '  - fault: nothing',
        '  - link: { alice: gprz }',
        '  - link: { alice: { loss: 105% } }',
        '  - link: { alice: { bandwidth: fast } }',
        '  - fault: { at: communicationsServer, kind: answer, code: busy }',
        '  - fault: { at: directory, kind: answer, code: 14 }',
        '  - fault: { at: wireless, kind: bandwidth, rate: 1mbit, bandwidth: 2mbit }',
      ),
    ).toEqual([
      's.yaml:2:34 steps[0].fault.kind: expected down | reset | timeout | latency | answer, found "certificate-expired"',
      's.yaml:3:34 steps[1].fault.kind: expected down | timeout | srp-id-claimed | latency | bandwidth | hold | drop, found "answer"',
      's.yaml:4:18 steps[2].fault.at: expected service | communicationsServer | directory | database | dispatcher | wireless, found "direktory"; did you mean "directory"?',
      's.yaml:5:35 steps[3].fault.kind: expected down | reset | timeout | certificate-expired | certificate-untrusted | certificate-name | latency | answer | bandwidth | slow-close | hold | drop, found "lateny"; did you mean "latency"?',
      's.yaml:6:33 steps[4].fault.kind: expected certificate-expired | certificate-untrusted | certificate-missing | sessions-unchecked | clock-skew | older-client, found "certificate-name"',
      's.yaml:7:41 steps[5].fault.delay: unknown key "delay"; known here: at, kind, probability, first, after, for',
      's.yaml:8:60 steps[6].fault.code: expected at least 300, found 200',
      's.yaml:9:53 steps[7].fault.rate: expected bits per second as a number, or a rate such as 40kbit, 1.5mbit or 384kbps, found "40 kbyte"',
      's.yaml:10:12 steps[8].fault.at: missing: expected service | communicationsServer | directory | database | dispatcher | wireless',
      's.yaml:11:12 steps[9].fault: expected none, found "nothing"',
      's.yaml:12:20 steps[10].link.alice: expected gprs | edge | umts | hspa | wifi, found "gprz"; did you mean "gprs"?',
      's.yaml:13:28 steps[11].link.alice.loss: expected a share from 0 to 1, or from 0% to 100%, found "105%"',
      's.yaml:14:33 steps[12].link.alice.bandwidth: expected bits per second as a number, or a rate such as 40kbit, 1.5mbit or 384kbps, found "fast"',
      's.yaml:15:60 steps[13].fault.code: expected a number, found "busy"',
      's.yaml:16:49 steps[14].fault.code: expected a result code other than 14, which says that a bind goes on',
      's.yaml:17:58 steps[15].fault.bandwidth: expected rate or bandwidth, not both',
    ])
  })

  it('reports an invalid frame filter with its position', async () => {
    expect(
      await problems(
        'steps:',
        '  - expect: { frames: { filter: "sip hopp:wireless", count: 1 } }',
        '  - expect: { frames: { filter: "(sip", min: 3, max: 2 } }',
        '  - expect: { frames: { filter: [sip], count: -1 } }',
        '  - expect: { frames: { filtre: sip } }',
      ),
    ).toEqual([
      's.yaml:2:33 steps[0].expect.frames.filter: column 5: unknown key "hopp"; did you mean "hop"?',
      's.yaml:3:33 steps[1].expect.frames.filter: column 1: expected ")" to close this "("',
      's.yaml:3:46 steps[1].expect.frames.min: expected no more than max',
      's.yaml:4:33 steps[2].expect.frames.filter: expected text or a number, found a list',
      's.yaml:4:47 steps[2].expect.frames.count: expected at least 0, found -1',
      's.yaml:5:25 steps[3].expect.frames.filtre: unknown key "filtre"; did you mean "filter"?',
    ])
  })

  it('fills in the defaults of a fault', async () => {
    const { steps } = await readScenario(
      write([
        'steps:',
        '  - fault: { at: dispatcher, kind: latency }',
        '  - fault: { at: dispatcher, kind: slow-close }',
        '  - fault: { at: communicationsServer, kind: answer }',
        '  - fault: { at: directory, kind: answer }',
        '  - fault: { at: database, kind: answer }',
        '  - fault: { at: dispatcher, kind: answer }',
        '  - fault: { at: wireless, kind: bandwidth }',
        '  - fault: { at: wireless, kind: bandwidth, bandwidth: 40kbit }',
        '  - fault: { at: communicationsServer, kind: answer, code: "404" }',
        '  - fault: { at: directory, kind: answer, code: "775" }',
        '  - fault: { at: directory, kind: answer, code: "49" }',
      ]),
    )
    const faults = steps.map(({ fault }) =>
      fault && fault !== 'none' && 'at' in fault ? faultOf(fault) : null,
    )
    expect(faults).toEqual([
      { at: 'dispatcher', kind: 'latency', delay: 1_000 },
      { at: 'dispatcher', kind: 'slow-close', delay: 1_000 },
      { at: 'communicationsServer', kind: 'answer', code: 503 },
      { at: 'directory', kind: 'answer', code: 52 },
      { at: 'database', kind: 'answer', code: 1205 },
      { at: 'dispatcher', kind: 'answer', code: 'unknown-device' },
      { at: 'wireless', kind: 'bandwidth', rate: 9_600 },
      { at: 'wireless', kind: 'bandwidth', rate: 40_000 },
      { at: 'communicationsServer', kind: 'answer', code: 404 },
      { at: 'directory', kind: 'answer', code: 775 },
      { at: 'directory', kind: 'answer', code: 49 },
    ])
  })

  it('reports unknown names with their positions', async () => {
    expect(
      await problems(
        'steps:',
        '  - login: alise',
        '  - coverage: { carol: none }',
        '  - each: { handheld: "c*", steps: [ { logout: $handheld } ] }',
        '  - each: { handheld: "*", steps: [ { logout: "x-$handheld" } ] }',
        '  - user: { zoe: { mayUseClient: true } }',
        '  - send: { from: carol, to: nobody, text: hi }',
      ),
    ).toEqual([
      's.yaml:2:12 steps[0].login: expected a handheld of this lab (alice, bob), found "alise"; did you mean "alice"?',
      's.yaml:3:17 steps[1].coverage.carol: expected a handheld of this lab (alice, bob), found "carol"',
      's.yaml:4:23 steps[2].each.handheld: no handheld of this lab matches "c*"',
      's.yaml:5:47 steps[3].each.steps[0].logout: expected a handheld of this lab (alice, bob), found "x-alice"; did you mean "alice"?',
      's.yaml:6:13 steps[4].user.zoe: expected a user of this lab (alice, bob), found "zoe"',
      's.yaml:7:19 steps[5].send.from: expected a handheld of this lab (alice, bob), found "carol"',
    ])
  })

  it('reports unknown names along with other problems', async () => {
    expect(
      await problems(
        'nmae: x',
        'lab: { servise: {}, service: { environment: ocs } }',
        'steps:',
        '  - login: { handheld: alise, expect: acepted }',
        '  - { logout: carol, noet: x }',
        '  - logn: alice',
        '  - repeat: { tmes: 2, steps: [ { login: dave } ] }',
        '  - repeat: { times: 2, steps: [ { login: erin }, { wait: 5 } ] }',
        '  - 5',
        '  - login: frank',
      ),
    ).toEqual([
      's.yaml:1:1 nmae: unknown key "nmae"; did you mean "name"?',
      's.yaml:2:8 lab.servise: unknown key "servise"; did you mean "service"?',
      's.yaml:2:45 lab.service.environment: expected ocs2007r2 | ocs2007, found "ocs"',
      's.yaml:4:24 steps[0].login.handheld: expected a handheld of this lab (alice, bob), found "alise"; did you mean "alice"?',
      's.yaml:4:39 steps[0].login.expect: expected accepted | server-busy | failed | not-permitted | bad-credentials | unavailable | no-coverage | timed-out, found "acepted"; did you mean "accepted"?',
      's.yaml:5:15 steps[1].logout: expected a handheld of this lab (alice, bob), found "carol"',
      's.yaml:5:22 steps[1].noet: unknown key "noet"; did you mean "note"?',
      's.yaml:6:5 steps[2].logn: unknown key "logn"; did you mean "login"?',
      's.yaml:7:13 steps[3].repeat.times: missing: expected a number',
      's.yaml:7:15 steps[3].repeat.tmes: unknown key "tmes"; did you mean "times"?',
      's.yaml:8:43 steps[4].repeat.steps[0].login: expected a handheld of this lab (alice, bob), found "erin"',
      's.yaml:8:59 steps[4].repeat.steps[1].wait: expected a duration such as 250ms, 90s, 5m, 2h or 30d, found 5',
      's.yaml:9:5 steps[5]: expected a map of keys and values, found 5',
      's.yaml:10:12 steps[6].login: expected a handheld of this lab (alice, bob), found "frank"',
    ])
  })

  it.each([
    ['handheld', 'lab: { handelds: [{ name: z, user: alice }] }', 1],
    ['user', 'lab: { users: [{ name: Zoe }] }', 1],
    ['lab', 'labb: { users: [{ id: zoe }] }', 1],
    ['lab file', 'lab: 5', 1],
  ])('does not judge names when they cannot be known: a misspelt %s', async (_what, lab, count) => {
    expect(await problems(lab, 'steps: [{ login: z }]')).toHaveLength(count)
  })

  it('reads the source of an issue, and what the lab lacks', async () => {
    const lines = ['issue: 4', 'source: "MD-86"', 'needs: [groupwise]', 'steps: [{ login: alice }]']
    expect((await readScenario(write(lines))).missing).toEqual(['groupwise'])
    expect(await problems('needs: [groupwize]', 'steps: [{ login: alice }]')).toEqual([
      expect.stringMatching(/^s.yaml:1:9 needs\[0]: expected .*did you mean "groupwise"\?$/),
    ])
  })

  it('requires exactly one kind in each step, and at least one step', async () => {
    expect(await problems('steps:', '  - login: alice', '    wait: 1s', '  - note: nothing')).toEqual([
      's.yaml:3:5 steps[0].wait: expected one kind in each step, found login and wait',
      expect.stringMatching(/^s.yaml:4:5 steps\[1]: expected one of the kinds of step: login, /),
    ])
    expect(await problems('steps: []')).toEqual(['s.yaml:1:8 steps: expected at least one step'])
    expect(await problems('name: none')).toEqual(['s.yaml:1:1 steps: missing: expected a list'])
  })

  it('validates the lab inside the scenario', async () => {
    expect(
      await problems(
        'lab:',
        '  users: [{ id: alice }, { id: alice }]',
        '  servise: {}',
        'steps: [{ login: alice }]',
      ),
    ).toEqual([
      's.yaml:2:32 lab.users[1].id: there is already a user "alice"',
      's.yaml:3:3 lab.servise: unknown key "servise"; did you mean "service"?',
    ])
    expect(
      await problems('lab: { users: [{ id: alice }, { id: alice }] }', 'steps: [{ login: alice }]'),
    ).toEqual(['s.yaml:1:37 lab.users[1].id: there is already a user "alice"'])
  })

  it('reads the lab file that it names, relative to its own folder', async () => {
    write(['users: [{ id: zoe }]', 'handhelds: [{ name: z, user: zoe }]'], 'lab.yaml')
    const scenario = await readScenario(write(['lab: lab.yaml', 'steps: [{ login: z }]'], 'named.yaml'))
    expect(scenario.name).toBe('named')
    expect(scenario.roster.handhelds.map(({ name }) => name)).toEqual(['z'])
    expect(scenario.labFolder).toBe(folder)
    expect(await problems('lab: none.yaml', 'steps: [{ login: z }]')).toEqual([
      'none.yaml:1:1 there is no such file',
      's.yaml:1:6 lab: this lab file cannot be used',
    ])
    expect(await problems('lab: ./s.yaml', 'steps: [{ login: z }]')).toEqual([
      's.yaml:1:6 lab: expected a lab file, found this scenario itself',
    ])
  })
})

describe('a malicious scenario', () => {
  const nested = (levels: number) =>
    `steps: [${'{ repeat: { times: 1000000, steps: ['.repeat(levels)}{ wait: 1s }${'] } }'.repeat(levels)}]`

  it('may nest its steps only to a limited depth', async () => {
    expect(await problems(nested(20))).toEqual([])
    expect(await problems(nested(500))).toEqual([
      expect.stringMatching(/^s.yaml:1:\d+ lists and maps are nested too deeply to be read$/),
    ])
  })

  it('may not nest deeper by aliases', async () => {
    const lines = ['s0: &s0 [1]']
    for (let level = 1; level <= 5; level += 1) {
      lines.push(`s${level}: &s${level} ${'['.repeat(30)}*s${level - 1}${']'.repeat(30)}`)
    }
    expect(await problems(...lines)).toEqual(['s.yaml:2:39 lists and maps are nested too deeply to be read'])
  })

  it('may not expand to more values than can be checked', async () => {
    const many = Array.from({ length: 5_000 }, () => '{ wait: 1s }').join(', ')
    const uses = Array.from({ length: 900 }, () => '*block').join(', ')
    expect(await problems(`block: &block [${many}]`, `steps: [${uses}]`)).toEqual([
      's.yaml:2:9 with its aliases spelt out the file has more than 2000000 values',
    ])
  })

  it('with 100,000 steps and a thousand aliases is checked completely', async () => {
    const steps = Array.from({ length: 100_000 }, (_, n) =>
      n === 0 ? '  - &first { login: alice }' : n % 101 === 0 ? '  - *first' : '  - { login: x$handheld }',
    )
    const found = await problems('steps:', ...steps)
    expect(found).toHaveLength(101)
    expect(found.at(-1)).toBe('… and 98909 more problems')
  })
})
