import type { HandheldNotice, MessageReason, Notice, StepDetail } from '#contract'
import { sentence, wordsOf } from '../index.ts'

/** The sentences that people read, for tests that look into them; nothing told is an empty one. */
const en = wordsOf('en')

export const noticeInEnglish = (notice: Notice): string => sentence(en.notices, notice)
export const detailInEnglish = (detail: StepDetail | undefined): string =>
  detail === undefined ? '' : sentence(en.stepDetails, detail)
export const reasonInEnglish = (reason: MessageReason | null | undefined): string =>
  reason ? sentence(en.messageReasons, reason) : ''
export const shownInEnglish = (notice: HandheldNotice): string => sentence(en.handheldNotices, notice)
