import type { FromLabProcess } from './messages.ts'

/** How a lab process reaches the process that started it. */
export interface ParentPort<M extends object = FromLabProcess> {
  send(message: M): void
  onMessage(listener: (message: unknown) => void): void
  /** Calls the listener when the parent has ended, for any reason. */
  onGone(listener: () => void): void
}

/** What Electron gives to a utility process in place of Node's IPC. */
interface ElectronPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: { data: unknown }) => void): unknown
}

/** @returns null if the process was not started as a lab process */
export function parentPort<M extends object = FromLabProcess>(): ParentPort<M> | null {
  if ('parentPort' in process && isElectronPort(process.parentPort)) return electronPort(process.parentPort)
  return process.connected ? nodePort() : null
}

function nodePort<M extends object>(): ParentPort<M> {
  return {
    send(message) {
      // If the parent is gone, nobody reads the message.
      if (process.connected) process.send?.(message, undefined, {}, () => {})
    },
    onMessage: (listener) => process.on('message', listener),
    onGone: (listener) => process.once('disconnect', listener),
  }
}

/** Electron ends its utility processes itself when the app ends. */
function electronPort<M extends object>(port: ElectronPort): ParentPort<M> {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
    onGone() {},
  }
}

function isElectronPort(port: unknown): port is ElectronPort {
  return typeof port === 'object' && port !== null && 'postMessage' in port && 'on' in port
}
