import { join } from 'node:path'
import type { LoadLessonHost } from '../lab/index.ts'
import type { LabProcesses } from './lab-process/index.ts'

/**
 * The lessons that the lab of a window offers. Each is taken in a process of its own. Loaded when somebody looks for one: the lab
 * starts without it.
 * @param folder a person's own folder, for own lessons and for results; null: there is none
 */
export function lessonsIn(processes: LabProcesses, folder: string | null): LoadLessonHost {
  return async () => {
    const [{ createLessonLibrary }, { startLab }] = await Promise.all([
      import('../lessons/index.ts'),
      import('../lab/index.ts'),
    ])
    const library = createLessonLibrary({
      folders: folder === null ? [] : [join(folder, 'lessons')],
      resultsFolder: folder === null ? null : join(folder, 'lesson-results'),
      start: (order) => processes.start({ kind: 'lesson', ...order }),
      startLab,
      installFolder: folder,
    })
    return () => library
  }
}
