import type { LoadStudio } from '../lab/index.ts'
import type { StudioOptions } from './studio/create-studio.ts'

/** Scenario files for the window, loaded when somebody first looks at them: whoever serves the window starts without. */
export function loadStudio(options: StudioOptions): LoadStudio {
  return async () => (await import('./studio/create-studio.ts')).createStudio(options)
}
