import type axe from 'axe-core'

declare global {
  interface Window {
    /** The accessibility tests load axe into the page. */
    axe: typeof axe
  }
}
