/** Runs `task` once for each name, after what is going on now, however often it was asked for. */
export function coalesce(task: (name: string) => void): (name: string) => void {
  const asked = new Set<string>()
  return (name) => {
    if (asked.size === 0) {
      queueMicrotask(() => {
        const names = [...asked]
        asked.clear()
        for (const one of names) task(one)
      })
    }
    asked.add(name)
  }
}
