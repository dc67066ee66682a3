import { z } from 'zod'
import { longestFilter } from '#contract'
import { type InterfaceState, useInterface } from './interface.ts'

/**
 * What is looked at lives in the page's address, after the `#`: a reload, a bookmark or a link shows the same. The address keeps the
 * rest of itself, among it the token, which the page never copies.
 */

type Shown = Pick<
  InterfaceState,
  'trafficFilter' | 'trafficDevice' | 'trafficHop' | 'isOpened' | 'openFrame' | 'pinnedFlow'
>

/** The address is written after this time without a change: browsers allow only so many changes a minute. */
const restMs = 200

const name = z.string().min(1).max(200).nullable().catch(null)

const fields = z.object({
  filter: z.string().max(longestFilter).catch(''),
  device: name,
  hop: name,
  inside: z.literal('1').nullable().catch(null),
  frame: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullable()
    .catch(null),
  login: name,
})

/** Reads what is after the `#`. What it cannot read is as if it were not there. */
export function readAddress(hash: string): Shown {
  const { device, filter, frame, hop, inside, login } = fields.parse(
    Object.fromEntries(new URLSearchParams(hash.replace(/^#/, ''))),
  )
  return {
    trafficFilter: filter,
    trafficDevice: device,
    trafficHop: hop,
    isOpened: inside !== null,
    openFrame: frame === null ? null : Number(frame),
    pinnedFlow: login,
  }
}

/** @returns what is after the `#`, empty where everything is as it is at first */
export function writeAddress(shown: Shown): string {
  const { isOpened, openFrame, pinnedFlow, trafficDevice, trafficFilter, trafficHop } = shown
  const parameters = new URLSearchParams()
  const add = (key: string, value: string | null) => {
    if (value) parameters.set(key, value)
  }
  add('filter', trafficFilter)
  add('device', trafficDevice)
  add('hop', trafficHop)
  add('inside', isOpened ? '1' : null)
  add('frame', openFrame === null ? null : String(openFrame))
  add('login', pinnedFlow)
  return parameters.toString()
}

/** Shows what the address says, and keeps it saying what is shown. */
export function followAddress(): void {
  const shown = (state: InterfaceState) => writeAddress(state)
  useInterface.setState(readAddress(window.location.hash))
  let written = shown(useInterface.getState())
  let timer: ReturnType<typeof setTimeout> | undefined
  const write = () => {
    clearTimeout(timer)
    const wanted = shown(useInterface.getState())
    if (wanted === written) return
    written = wanted
    const { pathname, search } = window.location
    window.history.replaceState(null, '', `${pathname}${search}${wanted === '' ? '' : `#${wanted}`}`)
  }
  useInterface.subscribe((state) => {
    if (shown(state) === written) return
    clearTimeout(timer)
    timer = setTimeout(write, restMs)
  })
  window.addEventListener('pagehide', write)
  // Somebody changed the address by hand, or went to a link of the same page.
  window.addEventListener('hashchange', () => {
    clearTimeout(timer)
    const read = readAddress(window.location.hash)
    written = writeAddress(read)
    useInterface.setState(read)
  })
}
