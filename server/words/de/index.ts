import type { Words } from '../words.ts'
import { endings } from './endings.ts'
import { labels } from './labels.ts'
import { settings } from './settings.ts'

export const de: Words = { endings, labels, settings }
