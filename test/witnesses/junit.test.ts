import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtProgram } from '../command-line/program.ts'
import { run, runOrFail } from './program.ts'
import { describeWitness } from './witness.ts'

const schema = join(import.meta.dirname, 'junit/jenkins.xsd')

describeWitness('xmllint', { programs: { xmllint: 'libxml2-utils' } }, () => {
  const program = builtProgram()
  const write = (name: string, text: string) => writeFileSync(join(program.folder, name), text)
  const inFolder = (name: string) => join(program.folder, name)

  test('finds that every kind of outcome is reported as Jenkins and GitLab read it', async () => {
    write('passing.yaml', 'name: <Fine> & "well"\nsteps: [{ login: alice, note: "a\\u0001\\r\\nb" }]\n')
    write('failing.yaml', 'steps: [{ login: alice }, { expect: { sessions: 2 } }, { logout: alice }]\n')
    write(
      'impossible.yaml',
      'steps: [{ login: alice }, { expect: { sessions: 1 }, mark: m }, { power: { bob: off } }, { login: bob }]\n',
    )
    write('skipped.yaml', 'needs: [groupwise]\nsteps: [{ login: alice }]\n')
    write('unusable.yaml', 'stepz: []\n')
    // Two combinations have the same words, and so the same name.
    write(
      'matrix.yaml',
      'matrix: { n: [1, "1", 2] }\nsteps: [{ login: alice }, { expect: { sessions: 1 } }]\n',
    )
    const files = ['passing', 'failing', 'impossible', 'skipped', 'unusable', 'matrix'].map(
      (name) => `${name}.yaml`,
    )

    for (const repeat of ['1', '3']) {
      const { code } = await program.run('run', ...files, '--repeat', repeat, '--junit', 'direct.xml')
      expect(code).toBe(2)
      await runOrFail('xmllint', '--noout', '--schema', schema, inFolder('direct.xml'))

      const { out } = await program.run('run', ...files, '--repeat', repeat, '--json')
      write('report.json', out)
      await program.run('report', 'report.json', '--junit', 'merged.xml')
      await runOrFail('xmllint', '--noout', '--schema', schema, inFolder('merged.xml'))

      // The cases are the same, whichever way they came.
      const names = await Promise.all(
        ['direct.xml', 'merged.xml'].map(async (file) =>
          (await runOrFail('xmllint', '--xpath', '//testcase/@name', inFolder(file)))
            .trim()
            .split('\n')
            .map((line) => line.trim())
            .toSorted(),
        ),
      )
      expect(names[0]).toEqual(names[1])
    }
    const steps = await runOrFail(
      'xmllint',
      '--xpath',
      'string(//testcase[starts-with(@name, "failing")]/system-out)',
      inFolder('direct.xml'),
    )
    expect(
      steps
        .trim()
        .split('\n')
        .map((line) => line.split(/ {2,}/).slice(-2)),
    ).toEqual([
      ['passed', 'login alice'],
      ['failed', 'expect (sessions 2)'],
      ['skipped', 'logout alice'],
    ])
  })

  test('refuses what is not valid, so that the schema means something', async () => {
    write('wrong.xml', '<testsuites name="bramble" skipped="1"></testsuites>')
    expect((await run('xmllint', ['--noout', '--schema', schema, inFolder('wrong.xml')])).code).toBe(3)
  })
})
