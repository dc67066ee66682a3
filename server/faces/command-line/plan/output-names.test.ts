import { describe, expect, it } from 'vitest'
import { outputFileOfEach } from './output-names.ts'

const alone = (file: string) => ({ file, combination: 1 })

describe('the files of --capture and --snapshot', () => {
  it('keep the given name for a single scenario', () => {
    expect([...outputFileOfEach('traffic.pcapng', [alone('scenarios/tunnel.yaml')]).values()]).toEqual([
      'traffic.pcapng',
    ])
  })

  it('contain the names of their scenarios when there are several', () => {
    const paths = outputFileOfEach(
      'out/traffic.pcapng',
      ['a/tunnel.yaml', 'a/fleet.yaml', 'b/tunnel.yaml'].map(alone),
    )
    expect([...paths.values()]).toEqual([
      'out/traffic-tunnel.pcapng',
      'out/traffic-fleet.pcapng',
      'out/traffic-tunnel-2.pcapng',
    ])
  })

  it('are numbered for the combinations of a matrix', () => {
    const paths = outputFileOfEach('t.json', [
      { file: 'tunnel.yaml', combination: 1 },
      { file: 'tunnel.yaml', combination: 2 },
    ])
    expect([...paths.values()]).toEqual(['t-tunnel.json', 't-tunnel-2.json'])
  })

  it('have different names, even on disks that ignore case', () => {
    const paths = outputFileOfEach(
      't.json',
      ['tunnel-2.yaml', 'a/tunnel.yaml', 'b/Tunnel.yaml', 'b/tunnel.json'].map(alone),
    )
    expect([...paths.values()]).toEqual([
      't-tunnel-2.json',
      't-tunnel.json',
      't-Tunnel-3.json',
      't-tunnel-4.json',
    ])
  })
})
