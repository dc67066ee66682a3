export { mostAttempts as mostAutomaticLogins } from './automatic-login.ts'
export { Handheld } from './handheld.ts'
