/** How long anything may take, on whatever machine and however busy that is: it only ends what hangs. */
export const patienceMs = 120_000
