/** Availability numbers: the lower end of each range (MS-PRES; the words are in the client's documentation). */
export const availability = { available: 3_500, busy: 6_500, away: 15_500, offline: 18_500 } as const

/** The content of one state publication. */
export interface PublishedState {
  /** Value of xsi:type: machineState, userState, calendarState, phoneState. */
  readonly kind: string
  readonly availability: number
  /** The activity element as published, or empty. */
  readonly activity: string
}

/**
 * The one state that others see, from all that a user's endpoints published (MS-PRES, aggregation of state instances).
 *
 * Without an endpoint a user is offline, whatever was published. What the person chose (userState) counts before what is
 * observed; of several machines the most available counts; a meeting or a call makes an available machine busy. A user
 * whose endpoints published nothing is taken for available: our choice, for phones that know no presence.
 */
export function aggregate(states: readonly PublishedState[], hasEndpoint: boolean): PublishedState {
  if (!hasEndpoint) return { kind: 'aggregateState', availability: availability.offline, activity: '' }
  const of = (kind: string) => states.filter((state) => state.kind === kind)
  const machines = of('machineState').sort((a, b) => a.availability - b.availability)
  const machine = machines[0] ?? { availability: availability.available, activity: '' }
  const [chosen] = of('userState').sort((a, b) => b.availability - a.availability)
  const [busiest] = [...of('calendarState'), ...of('phoneState')].sort(
    (a, b) => b.availability - a.availability,
  )
  // "Available" chosen by hand means: nothing chosen.
  let winner = machine
  if (chosen && chosen.availability >= 6_000) winner = chosen
  else if (busiest && busiest.availability > machine.availability) winner = busiest
  return { kind: 'aggregateState', availability: winner.availability, activity: winner.activity }
}
