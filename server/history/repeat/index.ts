/** Repeats the history of a lab in another one. */
export { Repetition } from './repetition.ts'
