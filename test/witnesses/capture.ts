import { connect } from 'node:net'
import { join } from 'node:path'
import type { Needs } from './needs.ts'
import { type RunningProgram, run, startProgram } from './program.ts'

export const captureNeeds: Needs = { programs: { tshark: 'tshark', dumpcap: 'wireshark-common' }, root: true }

/** A capture of the traffic on the loopback interface. */
export interface CaptureOfLoopback {
  /** Ends the capture. @returns the file, which contains all packets that were sent before the call */
  stop(): Promise<string>
}

/** Ports of obsolete services (discard and daytime). Connection attempts to them mark the start and the end of the capture. */
const knocks = { atTheStart: 9, atTheEnd: 13 }

/** Starts a capture. @param ports the TCP ports to capture; other traffic of the machine is ignored */
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

/** Connects to a port until the capture shows an attempt. All packets sent before are in the capture then. */
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
 * Dissects a capture with Wireshark's dissectors.
 * @param decode for each port, the protocol that it carries
 * @param script an additional dissector in Lua
 */
export function dissection(file: string, decode: ReadonlyMap<number, string>, script?: string) {
  const scripts = script === undefined ? [] : ['-X', `lua_script:${script}`]
  const ports = [...decode].flatMap(([port, protocol]) => ['-d', `tcp.port==${port},${protocol}`])
  /** The values of fields, for each packet that matches a display filter. Several values of a field are separated by commas. */
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
