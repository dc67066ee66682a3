import { faultAsSet, type LabApi, type Snapshot } from '#contract'
import { Failure } from '../../base/index.ts'
import type { Scenario } from '../scenario.ts'
import { liveSettingsOf, settingsOf } from './demo-library.ts'

/** Longer than a packet of a handheld is in the air. */
const arrivalMs = 1_000

/** Makes somebody's lab into the one that a scenario expects, and puts it back afterwards. */
export class PreparedLab {
  readonly #api: LabApi
  readonly #scenario: Scenario
  /** The lab as it was. */
  readonly #before: Snapshot

  private constructor(api: LabApi, scenario: Scenario, before: Snapshot) {
    this.#api = api
    this.#scenario = scenario
    this.#before = before
  }

  static async for(api: LabApi, scenario: Scenario): Promise<PreparedLab> {
    const lab = new PreparedLab(api, scenario, await api.snapshot())
    await lab.#prepare()
    return lab
  }

  async #prepare(): Promise<void> {
    const { roster } = this.#scenario
    await this.#mend()
    await this.#signOutDesktops(() => true)
    await this.#endSessions()
    await this.#closeConnections()
    await this.#api.call('service.configure', settingsOf(this.#scenario))
    const known = new Map(this.#before.users.map((user) => [user.id, user]))
    for (const { id, name, password, mayUseClient } of roster.users) {
      const own = known.get(id)
      const address = own === undefined ? {} : { sipAddress: own.sipAddress }
      await this.#api.call('user.save', { id, name, password, mayUseClient, isEnabled: true, ...address })
    }
    const there = new Set(this.#before.handhelds.map(({ name }) => name))
    for (const { name, user, pin, model } of roster.handhelds) {
      if (there.has(name)) await this.#reset(name)
      else await this.#api.call('handheld.add', { name, user, model, ...(pin === null ? {} : { pin }) })
    }
    // What the carrier kept for a handheld arrives before the first step.
    await this.#api.call('clock.jump', { durationMs: arrivalMs })
  }

  async putBack(): Promise<void> {
    const { handhelds, users, faults, service, conditions, desktops } = this.#before
    await this.#mend()
    const now = await this.#api.snapshot()
    const wereSignedIn = new Set(desktops.filter(({ isSignedIn }) => isSignedIn).map(({ user }) => user))
    await this.#signOutDesktops((user) => !wereSignedIn.has(user))
    await this.#endSessions()
    const were = new Map(handhelds.map((handheld) => [handheld.name, handheld]))
    for (const { name } of now.handhelds) {
      const before = were.get(name)
      if (before === undefined) {
        if (this.#scenario.roster.handhelds.some((one) => one.name === name))
          await this.#api.call('handheld.remove', { name })
        continue
      }
      const { coverage, link, sendsStatus, isOn } = before
      await this.#api.call('handheld.setPower', { name, isOn })
      await this.#api.call('handheld.setCoverage', { name, coverage })
      await this.#api.call('handheld.setLink', { name, link })
      await this.#api.call('handheld.setStatusMessages', { name, sendsStatus })
    }
    const known = new Map(users.map((user) => [user.id, user]))
    for (const { id } of this.#scenario.roster.users) {
      const before = known.get(id)
      if (before === undefined) await this.#api.call('user.remove', { id })
      else {
        const { name, mayUseClient, isEnabled } = before
        await this.#api.call('user.save', {
          id,
          name,
          mayUseClient,
          isEnabled,
          sipAddress: before.sipAddress,
        })
      }
    }
    await this.#api.call('service.configure', liveSettingsOf(service))
    for (const fault of faults) await this.#api.call('faults.set', faultAsSet(fault))
    await this.#api.call('conditions.set', { serviceCertificate: conditions.serviceCertificate })
    const signedInNow = new Set(
      (await this.#api.snapshot()).desktops.flatMap(({ user, isSignedIn }) => (isSignedIn ? [user] : [])),
    )
    for (const user of wereSignedIn) {
      if (!signedInNow.has(user)) await this.#api.call('desktop.signIn', { user })
    }
  }

  async #mend(): Promise<void> {
    await this.#api.call('faults.clear', {})
    await this.#api.call('conditions.set', { serviceCertificate: 'valid' })
  }

  /** Also their habits end, which are never signs of a fault that somebody else set. */
  async #signOutDesktops(isMeant: (user: string) => boolean): Promise<void> {
    for (const { user, isSignedIn } of (await this.#api.snapshot()).desktops) {
      await this.#api.call('desktop.setHabits', { user, habits: [] })
      if (isSignedIn && isMeant(user)) await this.#api.call('desktop.signOut', { user })
    }
  }

  /**
   * The service's connections to the Communications Server outlive its sessions, and a certificate is looked at when one is made.
   * A server outside the lab is let alone.
   */
  async #closeConnections(): Promise<void> {
    try {
      await this.#api.call('part.restart', { at: 'communicationsServer', forMs: 1 })
    } catch (thrown) {
      if (thrown instanceof Failure && thrown.code === 'external-server') return
      throw thrown
    }
    await this.#api.call('clock.jump', { durationMs: arrivalMs })
  }

  /** Also of those who cannot be reached, and of those who would log in again by themselves. */
  async #endSessions(): Promise<void> {
    const { handhelds } = await this.#api.snapshot()
    for (const { name, state, nextLogin } of handhelds) {
      if (state === 'signed-in' || nextLogin !== null) await this.#api.call('handheld.logout', { name })
    }
    // Who can be reached is told in order; only the others lose their sessions with the service.
    await this.#api.call('clock.jump', { durationMs: arrivalMs })
    const { sessions } = await this.#api.snapshot()
    if (sessions.length > 0) await this.#api.call('service.restart', {})
  }

  async #reset(name: string): Promise<void> {
    // Without power it loses its conversations, which expectations would find.
    await this.#api.call('handheld.setPower', { name, isOn: false })
    await this.#api.call('handheld.setPower', { name, isOn: true })
    await this.#api.call('handheld.setCoverage', { name, coverage: 'good' })
    await this.#api.call('handheld.setLink', { name, link: null })
    await this.#api.call('handheld.setStatusMessages', { name, sendsStatus: true })
  }
}
