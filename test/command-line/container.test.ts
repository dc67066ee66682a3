import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nativePackages } from '../../build/program.mjs'
import packageJson from '../../package.json' with { type: 'json' }
import { projectFolder } from './build-program.ts'
import { builtProgram } from './program.ts'

const program = builtProgram()
const recipe = readFileSync(join(projectFolder, 'build/Containerfile'), 'utf8')
const lines = recipe.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
const valuesOf = (word: string) =>
  lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []))
/** Programs that build images here. */
const builder = ['podman', 'docker'].find(
  (name) => spawnSync(name, ['info'], { timeout: 5_000 }).status === 0,
)

describe('the container recipe', () => {
  it('begins with a base whose version is told, and ends as a person without rights', () => {
    for (const base of valuesOf('FROM')) expect(base).toMatch(/^node:\d+-[a-z]+-slim( AS [a-z]+)?$/)
    expect(valuesOf('USER').at(-1)).toBe('node')
    expect(lines.findIndex((line) => line.startsWith('USER '))).toBeGreaterThan(
      lines.findLastIndex((line) => line.startsWith('RUN ')),
    )
    const [major = 0] = valuesOf('FROM').map((base) => Number(/\d+/.exec(base)?.[0]))
    expect(major).toBeGreaterThanOrEqual(Number(/\d+/.exec(packageJson.engines.node)?.[0]))
    expect(recipe).toContain('127.0.0.1')
  })

  it('copies what there is, and runs scripts that there are', () => {
    const stages = valuesOf('FROM').map((base) => base.split(' AS ')[1])
    const made = ['out', 'node_modules', 'package.json'].map((name) => `/bramble/${name}`)
    for (const copied of valuesOf('COPY')) {
      const [, stage, paths = copied] = /^--from=(\S+) (.*)/.exec(copied) ?? []
      for (const path of paths.split(' ').slice(0, -1)) {
        if (stage === undefined) expect(existsSync(join(projectFolder, path)), path).toBe(true)
        else expect([stages.includes(stage), made.includes(path)], path).toEqual([true, true])
      }
    }
    const scripts = [...recipe.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name)
    expect(scripts).not.toEqual([])
    for (const name of scripts) expect(Object.keys(packageJson.scripts)).toContain(name)
    // Of the packages, it has what the program needs at run time: all else is bundled.
    for (const name of nativePackages) expect(Object.keys(packageJson.dependencies)).toContain(name)
    expect(readFileSync(join(projectFolder, '.dockerignore'), 'utf8')).toMatch(/^node_modules$/m)
  })

  it('has a program that runs by its name', () => {
    const [, target, link] = /ln -s (\S+) (\S+)/.exec(recipe) ?? []
    expect([target, link]).toEqual([`/bramble/${packageJson.bin.bramble}`, '/usr/local/bin/bramble'])
    expect(valuesOf('ENTRYPOINT')).toEqual(['["bramble"]'])
    const image = join(program.folder, 'image')
    mkdirSync(join(image, 'bin'), { recursive: true })
    cpSync(join(program.file, '../..'), join(image, 'out'), { recursive: true })
    cpSync(join(projectFolder, 'package.json'), join(image, 'package.json'))
    symlinkSync(join(projectFolder, 'node_modules'), join(image, 'node_modules'))
    const bramble = join(image, 'bin/bramble')
    symlinkSync('../out/main/bramble.js', bramble)
    writeFileSync(join(program.folder, 'a.yaml'), 'steps: [{ login: alice }]\n')
    const env = { ...process.env, BRAMBLE_HOME: join(program.folder, '.home') }
    const out = execFileSync(process.execPath, [bramble, 'run', 'a.yaml', '--junit', 'report.xml'], {
      cwd: program.folder,
      env,
      encoding: 'utf8',
    })
    expect(out).toContain('1 passed, 0 failed')
    expect(existsSync(join(program.folder, 'report.xml'))).toBe(true)
  })

  it.skipIf(builder === undefined)('is built, where podman or docker runs', { timeout: 900_000 }, () => {
    const words = ['build', '-f', 'build/Containerfile', '-t', 'bramble-test', '.']
    execFileSync(builder ?? '', words, { cwd: projectFolder, stdio: 'pipe' })
    const out = execFileSync(builder ?? '', ['run', '--rm', 'bramble-test', '--version'], {
      encoding: 'utf8',
    })
    expect(out.trim()).toBe(packageJson.version)
  })
})
