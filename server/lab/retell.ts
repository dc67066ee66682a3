import type { LabParts } from './lab-parts.ts'
import { viewSession, viewUser } from './lab-views.ts'

/** Tells settings, faults, users, sessions and notices once more by events, for faces from which something was kept back. */
export async function retell({
  bench,
  database,
  events,
  faultControl,
  notices,
  people,
  settings,
  site,
}: LabParts): Promise<void> {
  const users = await database.users()
  for (const { name, service } of site.services) {
    events.emit('service', () => ({
      type: 'service',
      name,
      service: settings.view,
      processFlow: site.processFlow,
      communicationsServer: site.endpoints.communicationsServer,
    }))
    for (const session of service.sessions.all()) {
      events.emit('session', () => ({
        type: 'session',
        session: viewSession(
          session,
          name,
          bench.nameOf(session.pin),
          service.sessions.isReachable(session.pin),
        ),
      }))
    }
  }
  faultControl.emit()
  notices.retell()
  for (const user of users) events.emit('user', () => ({ type: 'user', user: viewUser(user, people) }))
}
