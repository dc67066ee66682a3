import { connect } from 'node:net'
import { join } from 'node:path'
import { type RunningProgram, run, startProgram } from './program.ts'
import type { Needs } from './witness.ts'

export const captureNeeds: Needs = { programs: { tshark: 'tshark', dumpcap: 'wireshark-common' }, root: true }

/** Listens to the machine's own traffic. */
export interface CaptureOfLoopback {
  /** Ends the capture. @returns the file, which then holds all that crossed loopback before the call */
  stop(): Promise<string>
}

/** Services of old that nobody runs: a knock at one shows up in the capture, and is nothing of the lab's. */
const knocks = { atTheStart: 9, atTheEnd: 13 }

/** @param ports the TCP ports to listen to; what else goes on on the machine is nobody's business */
export async function captureLoopback(folder: string, ports: readonly number[]): Promise<CaptureOfLoopback> {
  const filter = [...Object.values(knocks), ...ports].map((port) => `tcp port ${port}`).join(' or ')
  const file = join(folder, 'loopback.pcapng')
  const args = ['-i', 'lo', '-f', filter, '-w', file, '-P', '-l', '-T', 'fields', '-e', 'tcp.dstport']
  const tshark = startProgram('tshark', args)
  await heard(tshark, knocks.atTheStart)
  return {
    async stop() {
      await heard(tshark, knocks.atTheEnd)
      await tshark.stop()
      return file
    },
  }
}

/** Knocks until a knock is heard: what was sent before is in the capture then. */
async function heard(tshark: RunningProgram, port: number): Promise<void> {
  const { stdout } = tshark.process
  let hear = (_chunk: Buffer): void => {}
  const hearing = new Promise<void>((resolve) => {
    hear = (chunk) => {
      if (chunk.toString('latin1').split('\n').includes(String(port))) resolve()
    }
  })
  stdout?.on('data', hear)
  const knocking = setInterval(() => {
    const knock = connect({ host: '127.0.0.1', port }, () => knock.destroy()).on('error', () => {})
  }, 100)
  try {
    await Promise.race([hearing, tshark.ended])
  } finally {
    clearInterval(knocking)
    stdout?.off('data', hear)
  }
}

/**
 * What Wireshark's dissectors make of a capture.
 * @param decode port by port, the protocol that it carries
 * @param script a dissector in Lua, to go with them
 */
export function dissection(file: string, decode: ReadonlyMap<number, string>, script?: string) {
  const scripts = script === undefined ? [] : ['-X', `lua_script:${script}`]
  const ports = [...decode].flatMap(([port, protocol]) => ['-d', `tcp.port==${port},${protocol}`])
  /** The fields of the packets that a display filter lets through, tab-separated; a field of several values has commas. */
  return async (filter: string, ...fields: string[]): Promise<string[][]> => {
    const wanted = fields.flatMap((name) => ['-e', name])
    const args = [...scripts, '-r', file, '-n', ...ports, '-Y', filter, '-T', 'fields', ...wanted]
    const { code, errors, output } = await run('tshark', args)
    if (code !== 0) throw new Error(`tshark ${args.join(' ')}: ${errors}`)
    return output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t'))
  }
}
