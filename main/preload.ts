import { contextBridge, ipcRenderer } from 'electron'
import type { ClientMessage, ServerMessage } from '#contract'
import { fromLab, toLab } from './channels.ts'

/** All that the page gets of Electron: messages of the lab's API, in both directions. */
contextBridge.exposeInMainWorld('bramble', {
  send(message: ClientMessage): void {
    ipcRenderer.send(toLab, message)
  },
  /** @returns stops listening */
  onMessage(listener: (message: ServerMessage) => void): () => void {
    const hear = (_event: unknown, message: ServerMessage) => listener(message)
    ipcRenderer.on(fromLab, hear)
    return () => {
      ipcRenderer.off(fromLab, hear)
    }
  },
})
