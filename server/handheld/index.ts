export { addressKey } from './address-book.ts'
export { mostTries as mostAutomaticLogins } from './automatic-login.ts'
export type { Message } from './conversation.ts'
export { Handheld, type HandheldOptions } from './handheld.ts'
