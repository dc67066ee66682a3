import type { ExportRequest } from '#contract'
import { openBundle } from './bundle/open-bundle.ts'
import type { Export, ExportedLab } from './export.ts'
import { openFrames, openRecording } from './open-frames.ts'

/**
 * Begins an export. Whatever can be refused is refused here, before anything is written.
 * @throws {Failure} `bad-filter`
 */
export function openExport(lab: ExportedLab, request: ExportRequest): Promise<Export> {
  switch (request.what) {
    case 'frames':
      return openFrames(lab, request)
    case 'recording':
      return openRecording(lab)
    case 'bundle':
      return openBundle(lab, request)
  }
}
