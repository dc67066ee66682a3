import { describe, expect, it } from 'vitest'
import { outputFileOfEach } from './output-names.ts'

describe('the files of --capture and --snapshot', () => {
  it('is the one that was named, for one scenario', () => {
    expect([...outputFileOfEach('traffic.pcapng', ['scenarios/tunnel.yaml'])]).toEqual([
      ['scenarios/tunnel.yaml', 'traffic.pcapng'],
    ])
  })

  it('have their scenarios in their names, for several', () => {
    const paths = outputFileOfEach('out/traffic.pcapng', ['a/tunnel.yaml', 'a/fleet.yaml', 'b/tunnel.yaml'])
    expect([...paths.values()]).toEqual([
      'out/traffic-tunnel.pcapng',
      'out/traffic-fleet.pcapng',
      'out/traffic-tunnel-2.pcapng',
    ])
  })

  it('are never one, whatever the names of the scenarios, and where case makes no difference', () => {
    const paths = outputFileOfEach('t.json', [
      'tunnel-2.yaml',
      'a/tunnel.yaml',
      'b/Tunnel.yaml',
      'b/tunnel.json',
    ])
    expect([...paths.values()]).toEqual([
      't-tunnel-2.json',
      't-tunnel.json',
      't-Tunnel-3.json',
      't-tunnel-4.json',
    ])
  })
})
