import { join } from 'node:path'
import { utilityProcess } from 'electron'
import type { ChildPort } from '../server/faces/index.ts'

/**
 * Starts a process, by default one for a lab, as a utility process of Electron: the shipped program does not run as plain Node (see build/packaging.md).
 * Electron ends it with the app, however that ends.
 */
export function forkLabProcess<M extends object>(command = 'lab-process'): ChildPort<M> {
  const child = utilityProcess.fork(join(import.meta.dirname, 'bramble.js'), [command], {
    serviceName: 'Bramble lab',
    stdio: 'ignore',
  })
  const listeners: ((how: string) => void)[] = []
  let ended: string | null = null
  child.once('exit', (code) => {
    ended = `ended with code ${code}`
    for (const listener of listeners) listener(ended)
  })
  return {
    get pid() {
      return child.pid
    },
    send: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onEnded(listener) {
      if (ended === null) listeners.push(listener)
      else listener(ended)
    },
    kill: () => child.kill(),
  }
}
