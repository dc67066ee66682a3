import type { LabEvent, Snapshot } from '#contract'
import type { ConnectionState } from './channel.ts'
import type { LabClient } from './lab-client.ts'

/** A client that shows the lab, or something else in its place for a while. */
export interface SwitchableClient extends LabClient {
  /** The page's own lab, whatever is shown in its place. */
  readonly own: LabClient
  /** Whose lab is shown. */
  readonly shown: LabClient
  /** Shows another client's lab, or the own again: whoever follows the state starts anew. */
  show(other: LabClient | null): void
}

export function switchableClient(own: LabClient): SwitchableClient {
  let current = own
  const states = new WeakMap<LabClient, ConnectionState>()
  const stateListeners: ((state: ConnectionState) => void)[] = []
  const eventListeners = new Set<(event: LabEvent) => void>()
  const snapshotListeners: ((snapshot: Snapshot) => void)[] = []
  const tell = (state: ConnectionState) => {
    for (const listener of stateListeners) listener(state)
  }

  /** Passes on what a client tells while it is the one that is shown. */
  function follow(client: LabClient): void {
    if (states.has(client)) return
    states.set(client, 'connecting')
    client.subscribe((event) => {
      if (current === client) for (const listener of eventListeners) listener(event)
    })
    client.onNewerSnapshot((snapshot) => {
      if (current === client) for (const listener of snapshotListeners) listener(snapshot)
    })
    client.onState((state) => {
      states.set(client, state)
      if (current === client) tell(state)
    })
  }

  follow(own)
  return {
    own,
    get shown() {
      return current
    },
    show(other) {
      const shown = other ?? own
      tell('connecting')
      current = shown
      follow(shown)
      const state = states.get(shown)
      if (state !== undefined && state !== 'connecting') tell(state)
    },
    async snapshot() {
      const asked = current
      const snapshot = await asked.snapshot()
      if (asked !== current) throw new Error('something else is shown by now')
      return snapshot
    },
    call: (name, input) => current.call(name, input),
    readTraffic: (request, onPosition) => current.readTraffic(request, onPosition),
    subscribe(listener) {
      eventListeners.add(listener)
      return () => eventListeners.delete(listener)
    },
    onState(listener) {
      stateListeners.push(listener)
      listener(states.get(current) ?? 'connecting')
    },
    onNewerSnapshot: (listener) => snapshotListeners.push(listener),
  }
}
