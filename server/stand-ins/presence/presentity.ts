import { nameInAddress, type Person } from '#contract'
import type { Clock } from '../../clock/index.ts'
import type { LocationService } from '../sip-server/index.ts'
import { aggregate, type PublishedState } from './aggregate.ts'
import { Containers } from './containers.ts'
import { Publications } from './publications.ts'

/** Somebody in the directory. */
export type DirectoryPerson = Pick<Person, 'sipAddress' | 'name'>

/** One user as others see them. */
export interface Presentity {
  readonly aor: string
  readonly publications: Publications
  readonly containers: Containers
  /** Since when the aggregated state is what it is, in lab time. */
  changedAt: number
  last: PublishedState
}

/** The presence of every user of the server. */
export class Presentities {
  readonly #clock: Clock
  readonly #locations: LocationService
  readonly #person: (aor: string) => DirectoryPerson | undefined
  readonly #known = new Map<string, Presentity>()
  /** Called with the user whose presence may have changed. */
  onChange: (aor: string) => void = () => {}

  constructor(
    clock: Clock,
    locations: LocationService,
    person: (aor: string) => DirectoryPerson | undefined,
  ) {
    this.#clock = clock
    this.#locations = locations
    this.#person = person
  }

  of(aor: string): Presentity {
    const known = this.#known.get(aor)
    if (known) return known
    const made: Presentity = {
      aor,
      publications: new Publications(this.#clock, () => this.onChange(aor)),
      containers: new Containers(),
      changedAt: this.#clock.now(),
      last: { kind: '', availability: 0, activity: '' },
    }
    this.#known.set(aor, made)
    return made
  }

  /** Called when a user's endpoints have changed: removes publications of endpoints that are gone. */
  endpointsChanged(aor: string): void {
    const endpoints = this.#locations.present(aor)
    const epids = new Set(endpoints.flatMap(({ epid }) => (epid === null ? [] : [epid])))
    this.of(aor).publications.keepOnlyFor(epids, endpoints.length > 0)
    this.onChange(aor)
  }

  /** The aggregated state, and since when. */
  stateOf(aor: string): { state: PublishedState; since: number } {
    const presentity = this.of(aor)
    const states = presentity.publications.all().flatMap(({ state }) => (state === null ? [] : [state]))
    const state = aggregate(states, this.#locations.present(aor).length > 0)
    const { last } = presentity
    if (state.availability !== last.availability || state.activity !== last.activity) {
      presentity.last = state
      presentity.changedAt = this.#clock.now()
    }
    return { state, since: presentity.changedAt }
  }

  person(aor: string): DirectoryPerson {
    return this.#person(aor) ?? { sipAddress: aor, name: nameInAddress(aor) }
  }

  clear(): void {
    for (const { publications } of this.#known.values()) publications.clear()
    this.#known.clear()
  }
}
