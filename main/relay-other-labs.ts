import { z } from 'zod'
import type { LabFace, LabProcesses } from '../server/faces/index.ts'

const face = z.int()

/** What the page asks of labs in processes of their own. */
const request = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('open'), face, id: z.string() }),
  z.strictObject({ type: z.literal('message'), face, message: z.unknown() }),
  z.strictObject({ type: z.literal('acknowledge'), face, number: z.int() }),
  z.strictObject({ type: z.literal('close'), face }),
])

export interface OtherLabs {
  receive(request: unknown): void
  /** The page is gone: ends all its connections. */
  close(): void
}

/**
 * Carries messages between the page and labs in other processes, untouched.
 * @param post sends the page a message of the lab, null when that is gone
 */
export function relayOtherLabs(
  processes: LabProcesses,
  post: (face: number, text: string | null, number?: number) => void,
): OtherLabs {
  const open = new Map<number, LabFace>()

  function openFace(number: number, id: string): void {
    const one = processes.open(id, {
      onText: (text, count) => post(number, text, count),
      onEnded() {
        open.delete(number)
        post(number, null)
      },
    })
    if (one === null) post(number, null)
    else open.set(number, one)
  }

  return {
    receive(raw) {
      const { data } = request.safeParse(raw)
      if (data === undefined) return
      if (data.type === 'open') openFace(data.face, data.id)
      else if (data.type === 'message') open.get(data.face)?.send(data.message)
      else if (data.type === 'acknowledge') open.get(data.face)?.acknowledge(data.number)
      else {
        open.get(data.face)?.close()
        open.delete(data.face)
      }
    },
    close() {
      for (const one of open.values()) one.close()
      open.clear()
    },
  }
}
