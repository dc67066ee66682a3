/** The presentation: the lab for an audience. */
export const stage = {
  title: 'Presentation',
  devices: 'Devices',
  latestDevices: 'The latest that did something',
  noTraffic: 'No frame has crossed yet.',
  latestFrame: 'Latest frame',
}
