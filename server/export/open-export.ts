import type { ExportRequest } from '#contract'
import { openBundle } from './bundle/open-bundle.ts'
import type { Export, ExportedLab } from './export.ts'
import { openFrames } from './open-frames.ts'

/**
 * Begins an export. Whatever can be refused is refused here, before anything is written.
 * @throws {Failure} `bad-filter`
 */
export function openExport(lab: ExportedLab, request: ExportRequest): Promise<Export> {
  return request.what === 'frames' ? openFrames(lab, request) : openBundle(lab, request)
}
