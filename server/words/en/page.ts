import { actions } from './page-actions.ts'
import { app } from './page-app.ts'
import { bench } from './page-bench.ts'
import { charts } from './page-charts.ts'
import { compose } from './page-compose.ts'
import { demos } from './page-demos.ts'
import { devices } from './page-devices.ts'
import { exports } from './page-export.ts'
import { faults } from './page-faults.ts'
import { filter } from './page-filter.ts'
import { flow } from './page-flow.ts'
import { help } from './page-help.ts'
import { helpPanes } from './page-help-panes.ts'
import { inspector } from './page-inspector.ts'
import { ladder } from './page-ladder.ts'
import { lessons } from './page-lessons.ts'
import { links } from './page-links.ts'
import { log } from './page-log.ts'
import { makeLesson } from './page-make-lesson.ts'
import { menu } from './page-menu.ts'
import { messenger } from './page-messenger.ts'
import { service } from './page-service.ts'
import { shell } from './page-shell.ts'
import { stage } from './page-stage.ts'
import { studio } from './page-studio.ts'
import { timeLine } from './page-time-line.ts'
import { traffic } from './page-traffic.ts'
import { turns } from './page-turns.ts'

/** What stands on the page: labels, hints, empty states, dialogs. Its shape in English is the shape in every language. */
export const page = {
  actions,
  app,
  bench,
  charts,
  compose,
  demos,
  devices,
  exports,
  faults,
  filter,
  flow,
  help,
  helpPanes,
  ladder,
  lessons,
  links,
  log,
  inspector,
  makeLesson,
  menu,
  messenger,
  service,
  shell,
  stage,
  timeLine,
  studio,
  traffic,
  turns,
}
