/** Bytes in Node's memory: random ones, and views. It knows neither files nor the network. */
export { asBuffer } from './as-buffer.ts'
export { drawRandomBytes, drawRandomHex } from './random.ts'
