import { Grid3x3, LayoutGrid, type LucideIcon, Rows3, Smartphone } from 'lucide-react'
import { IconButton } from '../controls/icon-button.tsx'
import { type Density, prefer } from '../store/preferences.ts'
import { useWords } from '../words/words.ts'

/** The ways in which the bench shows handhelds; which of them `auto` means goes by how many there are. */
export type ShownDensity = Exclude<Density, 'auto'>

const icons: Readonly<Record<ShownDensity, LucideIcon>> = {
  devices: Smartphone,
  cards: LayoutGrid,
  list: Rows3,
  tiles: Grid3x3,
}
const choices = ['devices', 'cards', 'list', 'tiles'] as const

/** A button for each way to show handhelds; the one in use is pressed. */
export function DensityChoice({ density }: { density: ShownDensity }) {
  const { devices } = useWords().page
  return (
    <fieldset className="density-choice" aria-label={devices.density}>
      {choices.map((one) => (
        <IconButton
          key={one}
          name={devices.densities[one]}
          icon={icons[one]}
          isPressed={one === density}
          onPress={() => prefer({ density: one })}
        />
      ))}
    </fieldset>
  )
}
