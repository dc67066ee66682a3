import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectFolder } from './build-program.ts'
import { builtProgram } from './program.ts'

const program = builtProgram()
const lesson = join(projectFolder, 'server/library/lessons/02-server-busy.yaml')

it('checks a lesson, names what is wrong with a broken one, and what cannot be used', async () => {
  const text = readFileSync(lesson, 'utf8')
  writeFileSync(
    join(program.folder, 'broken.yaml'),
    text.replace('{ maximumSessions: 20 }', '{ idleTimeout: 1h }'),
  )
  writeFileSync(join(program.folder, 'unusable.yaml'), text.replace('level: beginner', 'level: begginer'))
  const fine = await program.run('lesson', 'check', lesson, '--seed', '3')
  expect(fine).toMatchObject({ code: 0, out: `${lesson}: fine, 30 points\n` })
  const broken = await program.run('lesson', 'check', 'broken.yaml', '--seeds', '1')
  expect(broken.code).toBe(1)
  expect(broken.out).toMatch(/^broken\.yaml:\d+:\d+ solve\[1\]\.login\S*: the solution cannot be carried out/)
  const unusable = await program.run(
    'lesson',
    'check',
    'unusable.yaml',
    'broken.yaml',
    '--json',
    '--seeds',
    '1',
  )
  expect(unusable.code).toBe(2)
  expect(
    unusable.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { verdict: 'unusable', line: 4, column: 8, text: expect.stringContaining('did you mean "beginner"?') },
    { verdict: 'failed', file: 'broken.yaml' },
  ])
  expect((await program.run('check', 'broken.yaml')).out).toBe('broken.yaml: ok\n')
  expect((await program.run('run', 'broken.yaml')).err).toContain('found a lesson')
  expect(JSON.parse((await program.run('schema', 'lesson')).out).properties).toHaveProperty('questions')
})

it('writes results for other programs, and a package', async () => {
  mkdirSync(join(program.folder, 'results'))
  expect(
    await program.run('lesson', 'results', 'results', '--csv', 'all.csv', '--xapi', 'all.jsonl'),
  ).toMatchObject({ code: 0 })
  expect(readFileSync(join(program.folder, 'all.csv'), 'utf8')).toMatch(/^trainee,lesson,/)
  expect((await program.run('lesson', 'results', 'nowhere')).code).toBe(2)
  const packed = await program.run('lesson', 'package', lesson, '--out', 'lessons.zip')
  expect(packed).toMatchObject({ code: 0, out: 'lessons.zip: 1 lessons\n' })
  // A second time it takes the place of the first.
  expect((await program.run('lesson', 'package', lesson, '--out', 'lessons.zip')).code).toBe(0)
  writeFileSync(join(program.folder, 'mine.zip'), 'holiday')
  expect((await program.run('lesson', 'package', lesson, '--out', 'mine.zip')).code).toBe(2)
})
