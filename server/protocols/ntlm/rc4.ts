/**
 * RC4, which NTLM needs for session keys and signatures ([MS-NLMP] 3.4.3, 3.4.4.2) and OpenSSL 3 refuses. Broken as a cipher; used
 * nowhere else.
 */
export function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const state = new Uint8Array(256)
  for (let i = 0; i < 256; i += 1) state[i] = i
  for (let i = 0, j = 0; i < 256; i += 1) {
    const kept = state[i] ?? 0
    j = (j + kept + (key[i % key.length] ?? 0)) & 0xff
    state[i] = state[j] ?? 0
    state[j] = kept
  }
  let i = 0
  let j = 0
  return data.map((byte) => {
    i = (i + 1) & 0xff
    const kept = state[i] ?? 0
    j = (j + kept) & 0xff
    const other = state[j] ?? 0
    state[i] = other
    state[j] = kept
    return byte ^ (state[(kept + other) & 0xff] ?? 0)
  })
}
