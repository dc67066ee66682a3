/** Timeout for every wait of these tests. Generous, so that a slow machine fails no test and only hanging ones end. */
export const timeoutMs = 120_000
