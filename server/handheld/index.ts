export { Handheld, type HandheldOptions } from './handheld.ts'
