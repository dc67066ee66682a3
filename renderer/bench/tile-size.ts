/** Sizes of tiles in pixels, with the gap that follows each. */
export const tileGap = 3
const smallest = 15
const largest = 92

/** How many tiles stand side by side, and how large they are: as large as all fit into the room; never so small that none can be hit. */
export function tilesFor(
  count: number,
  room: { width: number; height: number },
): {
  columns: number
  size: number
} {
  for (let size = largest; size > smallest; size -= 1) {
    const columns = columnsOf(size, room.width)
    if (Math.ceil(count / columns) * (size + tileGap) <= room.height) return { columns, size }
  }
  return { columns: columnsOf(smallest, room.width), size: smallest }
}

function columnsOf(size: number, width: number): number {
  return Math.max(1, Math.floor((width + tileGap) / (size + tileGap)))
}
