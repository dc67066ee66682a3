import { contextBridge, ipcRenderer } from 'electron'
import type {
  ClientMessage,
  MenuChoice,
  MenuRequest,
  SaveAnswer,
  SaveRequest,
  ServerMessage,
} from '#contract'
import { fromLab, received, toLab } from './channels.ts'

/** The only part of Electron that the page can use: messages of the lab's API, of the menu bar and of exports, in both directions. */
contextBridge.exposeInMainWorld('bramble', {
  send(message: ClientMessage | MenuRequest | SaveRequest): void {
    ipcRenderer.send(toLab, message)
  },
  /** @returns a function that stops listening */
  onMessage(listener: (message: ServerMessage | MenuChoice | SaveAnswer) => void): () => void {
    const handle = (_event: unknown, message: ServerMessage | MenuChoice | SaveAnswer) => listener(message)
    ipcRenderer.on(fromLab, handle)
    return () => {
      ipcRenderer.off(fromLab, handle)
    }
  },
})

/** A page that works tells at once how far it has read, but not for every message. */
const acknowledgementMs = 20

let lastReceived = 0
let isTelling = false

ipcRenderer.on(fromLab, (_event, _message: unknown, number: unknown) => {
  if (typeof number !== 'number') return
  lastReceived = number
  if (isTelling) return
  isTelling = true
  setTimeout(() => {
    isTelling = false
    ipcRenderer.send(received, lastReceived)
  }, acknowledgementMs)
})
