import type { Clock, Timer } from '../../clock/index.ts'
import { ownText, sharedText } from '../../protocols/sip/index.ts'
import type { PublishedState } from './aggregate.ts'

/** How long a publication lives (MS-PRES section 2.2.2.3.1): as long as the endpoint, the user's last endpoint, for ever. */
export type ExpireType = 'endpoint' | 'user' | 'static' | 'time'

/** One category instance that a user published. */
export interface Publication {
  readonly category: string
  readonly instance: number
  readonly container: number
  readonly version: number
  readonly expireType: ExpireType
  /** Lab time in milliseconds. */
  readonly publishedAt: number
  /** Endpoint that published it. */
  readonly epid: string | null
  /** The category's own element, or empty. */
  readonly content: string
  /** Its parsed content, for category `state`. */
  readonly state: PublishedState | null
}

/** One publication as asked for. `expires` 0 takes it back. */
export interface PublicationRequest extends Omit<Publication, 'publishedAt'> {
  readonly expires: number | null
}

/** A publication of another version than the one that is there. `index` counts from 1, as clients do. */
export interface Conflict {
  readonly index: number
  readonly version: number
}

export const mostPublications = 200
const mostCharacters = 64_000

/** What one user has published (MS-PRES section 3.3). */
export class Publications {
  readonly #clock: Clock
  readonly #onExpired: () => void
  readonly #kept = new Map<string, { publication: Publication; timer: Timer | null }>()
  /** Increases with every change. */
  revision = 0

  constructor(clock: Clock, onExpired: () => void) {
    this.#clock = clock
    this.#onExpired = onExpired
  }

  all(): Publication[] {
    return [...this.#kept.values()].map(({ publication }) => publication)
  }

  /** All or nothing: @returns what keeps it from being carried out, or `too-much` */
  publish(requests: readonly PublicationRequest[]): readonly Conflict[] | 'too-much' {
    const conflicts = requests.flatMap((request, position) => {
      const version = this.#kept.get(keyOf(request))?.publication.version ?? 0
      return version === request.version ? [] : [{ index: position + 1, version }]
    })
    if (conflicts.length > 0) return conflicts
    const size = [...this.all(), ...requests].reduce((sum, { content }) => sum + content.length, 0)
    if (this.#kept.size + requests.length > mostPublications || size > mostCharacters) return 'too-much'
    for (const request of requests) this.#carryOut(request)
    return []
  }

  /** Drops publications that were bound to endpoints that are gone. */
  keepOnlyFor(epids: ReadonlySet<string>, hasEndpoint: boolean): void {
    for (const [key, { publication }] of this.#kept) {
      const isOver =
        publication.expireType === 'endpoint'
          ? publication.epid === null
            ? !hasEndpoint
            : !epids.has(publication.epid)
          : publication.expireType === 'user' && !hasEndpoint
      if (isOver) this.#drop(key)
    }
  }

  clear(): void {
    for (const key of [...this.#kept.keys()]) this.#drop(key)
  }

  #carryOut(request: PublicationRequest): void {
    const { expires } = request
    const key = ownText(keyOf(request))
    this.#drop(key)
    if (expires === 0) return
    const { category, container, content, epid, expireType, instance, state } = request
    // Name each field: V8 gives an object that is spread from another one a shape of its own, which takes twice as much as the object.
    const publication = {
      category: sharedText(category),
      instance,
      container,
      version: request.version + 1,
      expireType,
      publishedAt: this.#clock.now(),
      epid: epid === null ? null : ownText(epid),
      content: sharedText(content),
      state: state && {
        kind: sharedText(state.kind),
        availability: state.availability,
        activity: sharedText(state.activity),
      },
    }
    const timer =
      request.expireType === 'time' && expires !== null
        ? this.#clock.after(expires * 1000, () => {
            this.#drop(key)
            this.#onExpired()
          })
        : null
    this.#kept.set(key, { publication, timer })
    this.revision += 1
  }

  #drop(key: string): void {
    const kept = this.#kept.get(key)
    if (!kept) return
    kept.timer?.cancel()
    this.#kept.delete(key)
    this.revision += 1
  }
}

function keyOf({
  category,
  instance,
  container,
}: {
  category: string
  instance: number
  container: number
}): string {
  return `${category} ${instance} ${container}`
}
