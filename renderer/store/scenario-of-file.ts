import { unzipSync } from 'fflate'
import { bundleFiles, lessonLimits } from '#contract'
import { isScenario } from './lesson-source.ts'

/** A zip is read whole; a larger one is no ticket bundle that one would make a lesson of. */
const mostBytes = 64 * 1_024 * 1_024

/** The scenario in a file, which is one itself, or a ticket bundle. @returns null if there is none */
export async function scenarioOfFile(file: File): Promise<string | null> {
  if (file.size > mostBytes) return null
  const text = file.name.endsWith('.zip')
    ? scenarioInBundle(new Uint8Array(await file.arrayBuffer()))
    : await file.text()
  return text !== null && text.length <= lessonLimits.source && isScenario(text) ? text : null
}

function scenarioInBundle(zip: Uint8Array): string | null {
  try {
    const { [bundleFiles.scenario]: scenario } = unzipSync(zip, {
      filter: ({ name, originalSize }) =>
        name === bundleFiles.scenario && originalSize <= lessonLimits.source,
    })
    return scenario === undefined ? null : new TextDecoder().decode(scenario)
  } catch {
    // Nobody promised that it is a zip.
    return null
  }
}
