import type { ExportRequest } from '#contract'
import type { Export, ExportedLab } from './export.ts'
import { openFrames, openRecording } from './open-frames.ts'

/**
 * Begins an export. Whatever can be refused is refused here, before anything is written.
 * @throws {Failure} `bad-filter`
 */
export async function openExport(lab: ExportedLab, request: ExportRequest): Promise<Export> {
  switch (request.what) {
    case 'frames':
      return openFrames(lab, request)
    case 'recording':
      return openRecording(lab)
    case 'bundle':
      return openBundleOf(lab, request)
  }
}

/** Loaded when somebody wants one: a lab starts without the scenarios and the compression that a bundle needs. */
async function openBundleOf(lab: ExportedLab, request: ExportRequest & { what: 'bundle' }): Promise<Export> {
  const { openBundle } = await import('./bundle/open-bundle.ts')
  return openBundle(lab, request)
}
