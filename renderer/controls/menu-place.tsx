import { Menu } from '@base-ui/react/menu'
import type { ComponentProps } from 'react'
import { useWords } from '../words/words.ts'

/** Where a menu opens, above everything: a region of the page, so that it is no content outside all of them. */
export function MenuPlace({
  isSubmenu = false,
  className = 'above-dialogs',
  ...place
}: ComponentProps<typeof Menu.Positioner> & { isSubmenu?: boolean }) {
  const { shell } = useWords().page
  return (
    <Menu.Positioner
      role="region"
      aria-label={isSubmenu ? shell.submenu : shell.menu}
      className={className}
      {...place}
    />
  )
}
