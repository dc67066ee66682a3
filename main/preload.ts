import { contextBridge, ipcRenderer } from 'electron'
import type { ClientMessage, MenuChoice, MenuRequest, ServerMessage } from '#contract'
import { fromLab, toLab } from './channels.ts'

/** All that the page gets of Electron: messages of the lab's API and about the menu bar, in both directions. */
contextBridge.exposeInMainWorld('bramble', {
  send(message: ClientMessage | MenuRequest): void {
    ipcRenderer.send(toLab, message)
  },
  /** @returns stops listening */
  onMessage(listener: (message: ServerMessage | MenuChoice) => void): () => void {
    const handle = (_event: unknown, message: ServerMessage | MenuChoice) => listener(message)
    ipcRenderer.on(fromLab, handle)
    return () => {
      ipcRenderer.off(fromLab, handle)
    }
  },
})
