import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, it } from 'vitest'
import { findWireshark } from './open-in-wireshark.ts'

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
