import { type FrameView, type LabApi, mostTrafficRows } from '#contract'

/** All frames that a lab keeps, oldest first. */
export async function framesOf(api: LabApi): Promise<FrameView[]> {
  const reader = await api.readTraffic({}, () => {})
  const frames: FrameView[] = []
  for (let from = reader.position.first; from < reader.position.end; from += mostTrafficRows) {
    frames.push(...(await reader.rows(from, mostTrafficRows)).rows)
  }
  reader.close()
  return frames
}
