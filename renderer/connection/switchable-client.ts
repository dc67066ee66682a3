import type { ConnectionState } from './channel.ts'
import type { LabClient } from './lab-client.ts'

/** A client that shows the lab, or something else in its place for a while. */
export interface SwitchableClient extends LabClient {
  /** Shows another client's lab, or the own again: whoever follows the state starts anew. */
  show(other: LabClient | null): void
}

export function switchableClient(own: LabClient): SwitchableClient {
  let current = own
  let ownState: ConnectionState = 'connecting'
  const stateListeners: ((state: ConnectionState) => void)[] = []
  const tell = (state: ConnectionState) => {
    for (const listener of stateListeners) listener(state)
  }
  own.onState((state) => {
    ownState = state
    if (current === own) tell(state)
  })
  return {
    show(other) {
      current = other ?? own
      tell('connecting')
      tell(current === own ? ownState : 'open')
    },
    async snapshot() {
      const asked = current
      const snapshot = await asked.snapshot()
      if (asked !== current) throw new Error('something else is shown by now')
      return snapshot
    },
    call: (name, input) => current.call(name, input),
    readTraffic: (request, onPosition) => current.readTraffic(request, onPosition),
    // What is not the lab itself tells no events.
    subscribe: (listener, types) =>
      own.subscribe((event) => {
        if (current === own) listener(event)
      }, types),
    onState(listener) {
      stateListeners.push(listener)
      listener(current === own ? ownState : 'open')
    },
    onNewerSnapshot: (listener) =>
      own.onNewerSnapshot((snapshot) => {
        if (current === own) listener(snapshot)
      }),
  }
}
