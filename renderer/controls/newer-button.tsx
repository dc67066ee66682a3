import { ArrowDown } from 'lucide-react'

/** Over a list that follows what happens, while somebody looks at older entries: how many came since, and the way to them. */
export function NewerButton({ count, name, onPress }: { count: number; name: string; onPress: () => void }) {
  return count === 0 ? null : (
    <button type="button" className="newer" onClick={onPress}>
      <ArrowDown size={12} aria-hidden />
      {name}
    </button>
  )
}
