import type { HandheldView } from '#contract'

/** A handheld that is signed in and well; tests change what they are about. */
export const someHandheld: HandheldView = {
  name: 'reception',
  pin: '2100000A',
  model: 'curve-8520',
  user: 'alice',
  state: 'signed-in',
  reason: null,
  lastStatus: 'accepted',
  notice: null,
  coverage: 'good',
  sendsStatus: true,
  isOn: true,
  cipher: 'aes-256',
  keyGeneration: 1,
  signedInUser: 'alice',
  lastStatusSentAt: null,
  waitingPackets: 0,
  link: null,
  flowId: null,
  nextLogin: null,
  presence: 'available',
  unread: 0,
  lastMessage: null,
  messengerRevision: 0,
}
