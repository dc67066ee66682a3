/** What any program needs, in a browser as in Node: errors with codes, texts that can be shown, collections. */
export { BoundedMap } from './bounded-map.ts'
export { coalesce } from './coalesce.ts'
export { asFailure, describeFailure, describeUnexpected, Failure, systemFailure } from './failure.ts'
export { nearest } from './near-miss.ts'
export { printable, printableJson, printableLine } from './printable.ts'
export { SerialQueue } from './serial-queue.ts'
