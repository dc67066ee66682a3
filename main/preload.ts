import { contextBridge, ipcRenderer } from 'electron'
import type {
  ClientMessage,
  FolderAnswer,
  FolderRequest,
  MenuChoice,
  MenuRequest,
  SaveAnswer,
  SaveRequest,
  ServerMessage,
} from '#contract'
import { fromLab, fromOtherLab, received, toLab, toOtherLab } from './channels.ts'

/** Connections to labs in processes of their own. */
const faces = new Map<number, (text: string | null) => void>()
let lastFace = 0

ipcRenderer.on(fromOtherLab, (_event, face: unknown, text: unknown, number: unknown) => {
  if (typeof face !== 'number') return
  faces.get(face)?.(typeof text === 'string' ? text : null)
  if (typeof number === 'number') ipcRenderer.send(toOtherLab, { type: 'acknowledge', face, number })
})

/** The only part of Electron that the page can use: messages of the lab's API, of the menu bar and of exports, in both directions. */
contextBridge.exposeInMainWorld('bramble', {
  send(message: ClientMessage | FolderRequest | MenuRequest | SaveRequest): void {
    ipcRenderer.send(toLab, message)
  },
  /** @returns a function that stops listening */
  onMessage(listener: (message: ServerMessage | FolderAnswer | MenuChoice | SaveAnswer) => void): () => void {
    const handle = (_event: unknown, message: ServerMessage | FolderAnswer | MenuChoice | SaveAnswer) =>
      listener(message)
    ipcRenderer.on(fromLab, handle)
    return () => {
      ipcRenderer.off(fromLab, handle)
    }
  },
  /** @param listener gets each message as JSON, null when the lab is not there or not any more */
  openLab(id: string, listener: (text: string | null) => void) {
    lastFace += 1
    const face = lastFace
    faces.set(face, listener)
    ipcRenderer.send(toOtherLab, { type: 'open', face, id })
    return {
      send: (message: ClientMessage) => ipcRenderer.send(toOtherLab, { type: 'message', face, message }),
      close() {
        faces.delete(face)
        ipcRenderer.send(toOtherLab, { type: 'close', face })
      },
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
