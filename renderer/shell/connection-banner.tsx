import { Unplug } from 'lucide-react'
import { useLabStore } from '../store/lab-store.ts'

/** Tells that what is shown may be old, without taking it away. */
export function ConnectionBanner() {
  const connection = useLabStore((state) => state.connection)
  return connection === 'lost' ? (
    <p className="connection-banner" role="status">
      <Unplug size={14} aria-hidden />
      Connection lost, trying again. What you see may be old.
    </p>
  ) : null
}
