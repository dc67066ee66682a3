/**
 * How many times as much work `run` does for eight times the size: about 8 where it grows with the size, 64 where it grows
 * with its square. Work is processor time, not time on the clock, so that a busy machine does not count; the least of
 * several runs, so that compiling and collecting garbage do not; and the least of a few such ratios. What is quadratic is so
 * every time.
 */
export function growth(run: (size: number) => void, size: number): number {
  run(size)
  let least = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 4 && least > linear; attempt += 1) {
    least = Math.min(least, work(() => run(8 * size)) / work(() => run(size)))
  }
  return least
}

/** Between the two, with room on both sides. */
export const linear = 24

function work(run: () => void): number {
  let least = Number.POSITIVE_INFINITY
  for (let count = 0; count < 4; count += 1) {
    const start = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(start)
    least = Math.min(least, user + system)
  }
  // A run too short to be seen must not make the longer one look large.
  return Math.max(least, 50)
}
