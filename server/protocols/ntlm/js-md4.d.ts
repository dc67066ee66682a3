/** js-md4 has no types of its own. Only what is used here. */
declare module 'js-md4' {
  const md4: { arrayBuffer(message: Uint8Array): ArrayBuffer }
  export default md4
}
