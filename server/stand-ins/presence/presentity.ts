import { nameInAddress, type Person } from '#contract'
import { BoundedMap } from '../../base/index.ts'
import type { Clock } from '../../clock/index.ts'
import { ownText } from '../../protocols/sip/index.ts'
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
  /** What the state was aggregated from: whether there was an endpoint, and the revision of the publications. */
  isPresent: boolean | null
  revision: number
  /** The documents written about the present state, and the name in them; null: none yet. */
  documents: {
    readonly sipAddress: string
    readonly name: string
    readonly byView: BoundedMap<string, string>
  } | null
}

/** Maximum documents of one user that are kept. Nearly all watchers see the same one. */
const mostDocuments = 8

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
    const address = ownText(aor)
    const made: Presentity = {
      aor: address,
      publications: new Publications(this.#clock, () => this.onChange(address)),
      containers: new Containers(),
      changedAt: this.#clock.now(),
      last: { kind: '', availability: 0, activity: '' },
      isPresent: null,
      revision: 0,
      documents: null,
    }
    this.#known.set(address, made)
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
    const { last, publications } = presentity
    const { revision } = publications
    const isPresent = this.#locations.isPresent(aor)
    if (presentity.isPresent !== isPresent || presentity.revision !== revision) {
      const states = publications.all().flatMap(({ state }) => (state === null ? [] : [state]))
      const state = aggregate(states, isPresent)
      if (state.availability !== last.availability || state.activity !== last.activity) {
        presentity.last = state
        presentity.changedAt = this.#clock.now()
      }
      presentity.isPresent = isPresent
      presentity.revision = revision
      presentity.documents = null
    }
    return { state: presentity.last, since: presentity.changedAt }
  }

  /**
   * A document about a user. It is written once, and then shared by all watchers who see the same, until something changes.
   * @param view what the document depends on besides the user: its form, and how much the watcher may see
   */
  documentOf(aor: string, view: string, write: () => string): string {
    this.stateOf(aor)
    const presentity = this.of(aor)
    const { sipAddress, name } = this.person(aor)
    const { documents } = presentity
    const isUpToDate = documents?.sipAddress === sipAddress && documents.name === name
    const byView = isUpToDate ? documents.byView : new BoundedMap<string, string>(mostDocuments)
    if (!isUpToDate) presentity.documents = { sipAddress, name, byView }
    const document = byView.get(view) ?? write()
    byView.set(view, document)
    return document
  }

  person(aor: string): DirectoryPerson {
    return this.#person(aor) ?? { sipAddress: aor, name: nameInAddress(aor) }
  }

  clear(): void {
    for (const { publications } of this.#known.values()) publications.clear()
    this.#known.clear()
  }
}
