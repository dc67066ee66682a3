import type { Words } from '../words.ts'
import { classroom } from './classroom.ts'
import { endings } from './endings.ts'
import { failures } from './failures.ts'
import { fieldMeanings } from './field-meanings.ts'
import { frameSummaries } from './frame-summaries.ts'
import { handheldNotices } from './handheld-notices.ts'
import { labels } from './labels.ts'
import { layerNotes } from './layer-notes.ts'
import { messageReasons } from './message-reasons.ts'
import { notices } from './notices.ts'
import { page } from './page.ts'
import { settings } from './settings.ts'
import { stepDetails } from './step-details.ts'

export const en: Words = {
  classroom,
  endings,
  failures,
  fieldMeanings,
  frameSummaries,
  handheldNotices,
  labels,
  layerNotes,
  messageReasons,
  notices,
  page,
  settings,
  stepDetails,
}
