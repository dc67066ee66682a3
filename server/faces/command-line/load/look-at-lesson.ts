import { readYaml } from '../../../files/index.ts'
import { isLesson } from '../../../lessons/index.ts'
import { looksMeant } from './kind-of-file.ts'

/** Whether a file that was found in a folder is a lesson, or was meant to be one. */
export async function lookAtLesson(path: string): Promise<boolean> {
  try {
    return isLesson((await readYaml(path)).input)
  } catch {
    return looksMeant(path)
  }
}
