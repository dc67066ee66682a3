import type { Words } from '#words'
import { wordsNow } from '../words/words.ts'

/** What actions are called and why they cannot be done, in the page's language as it is now. */
export function actionWords(): Words['page']['actions'] {
  return wordsNow().page.actions
}
