import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { findWireshark, openInWireshark } from './open-in-wireshark.ts'

it.skipIf(process.platform === 'win32')(
  'finds Wireshark in PATH, then in the usual places, if it can be run',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bramble-program-'))
    const program = join(folder, 'wireshark')
    const path = ['/nowhere', folder].join(delimiter)
    expect(findWireshark(path, [])).toBeNull()
    await writeFile(program, '')
    expect(findWireshark(path, [])).toBeNull()
    await chmod(program, 0o755)
    expect(findWireshark(path, [])).toBe(program)
    expect(findWireshark('', [program])).toBe(program)
    await rm(folder, { recursive: true })
  },
)

it.skipIf(process.platform === 'win32')(
  'hands the whole export to the program as a file that only its owner can read',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bramble-program-'))
    const [said, copy] = [join(folder, 'said'), join(folder, 'copy')]
    // Written beside and renamed, so that the test sees all of it or nothing.
    const script = `#!/bin/sh\ncp "$2" "${copy}"\nprintf '%s\\n' "$@" > "${said}.part"\nmv "${said}.part" "${said}"\n`
    await writeFile(join(folder, 'wireshark'), script, { mode: 0o755 })
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`)
    async function* content() {
      yield Buffer.from('first ')
      yield Buffer.from('second')
    }
    await openInWireshark({ name: 'frames.pcapng', type: 'application/x-pcapng', content: content() })
    const [flag, file = ''] = await vi.waitFor(async () => (await readFile(said, 'utf8')).trim().split('\n'))
    expect([flag, file.endsWith('/frames.pcapng')]).toEqual(['-r', true])
    expect(await readFile(copy, 'utf8')).toBe('first second')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  },
)
