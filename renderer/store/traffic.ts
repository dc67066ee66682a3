import { create } from 'zustand'
import type { LabClient } from '../connection/index.ts'
import { noTraffic, type ShownTraffic, TrafficFollower } from './traffic-follower.ts'

interface TrafficState extends ShownTraffic {
  /** Null until there is a lab. */
  follower: TrafficFollower | null
}

/** Apart from the lab's state, since it changes up to ten times a second. */
export const useTraffic = create<TrafficState>(() => ({ ...noTraffic, follower: null }))

/** Keeps the shown frames in step with the lab, across reconnections. */
export function followTraffic(client: LabClient): void {
  const follower = new TrafficFollower(client, (shown) => useTraffic.setState(shown))
  useTraffic.setState({ follower })
  client.onState((connection) => {
    if (connection === 'open') void follower.open()
  })
}
