import type { Connection, Flight } from './clock.ts'

/**
 * Counts the bytes in flight on connections whose two ends are both in this lab, so that lab time can stand still
 * until they have arrived. Each end knows a connection by its pair of ports, mirrored.
 * @param onChange called with +1 when a direction of a connection gets bytes in flight, and with -1 when it has none left
 */
export function createFlight(onChange: (change: 1 | -1) => void): Flight {
  const underWay = new Map<string, number>()

  function add(key: string, bytes: number): void {
    const before = underWay.get(key)
    if (before === undefined) return
    const after = before + bytes
    underWay.set(key, after)
    if (before === 0 && after !== 0) onChange(1)
    if (before !== 0 && after === 0) onChange(-1)
  }

  function drop(key: string): void {
    if (underWay.get(key)) onChange(-1)
    underWay.delete(key)
  }

  return {
    track(connection) {
      // An earlier connection with the same ports may still be tracked.
      for (const key of [outgoing(connection), incoming(connection)]) {
        drop(key)
        underWay.set(key, 0)
      }
    },
    sent(connection, bytes) {
      add(outgoing(connection), bytes)
    },
    received(connection, bytes) {
      add(incoming(connection), -bytes)
    },
    forget(connection) {
      drop(outgoing(connection))
      drop(incoming(connection))
    },
  }
}

function outgoing(connection: Connection): string {
  return `${connection.localPort}>${connection.remotePort}`
}

function incoming(connection: Connection): string {
  return `${connection.remotePort}>${connection.localPort}`
}

/** A counter that does nothing, for real time. */
export const noFlight: Flight = { track() {}, sent() {}, received() {}, forget() {} }
