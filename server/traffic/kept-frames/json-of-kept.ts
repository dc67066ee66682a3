import { describeFrame } from '../capture-file/describe-frame.ts'
import type { KeptFrame } from './kept-frames.ts'

/** A kept frame as a line of JSON says it: as capture files do, and with what else is known of it. */
export function jsonOfKept({ frame, mark, view }: KeptFrame) {
  const { flow: login, step, ...known } = view
  return { ...known, ...describeFrame(frame, { handheld: view.handheld, login, step, reveal: false }), mark }
}
