import type { HandheldView, LayerView, SessionView, UserView } from '#contract'
import { asBuffer } from '../base/bytes/index.ts'
import type { Session } from '../collaboration/index.ts'
import type { User } from '../configuration/index.ts'
import { mostAutomaticLogins } from '../handheld/index.ts'
import type { People } from '../site/index.ts'
import { type FrameLayer, noteText } from '../traffic/index.ts'
import type { BenchEntry } from './bench.ts'

/** Views of the lab's parts for faces. */

export function viewHandheld({ device, handheld }: BenchEntry): HandheldView {
  const { client } = handheld
  return {
    name: device.name,
    pin: device.pin,
    model: device.model,
    user: device.userId,
    state: handheld.state,
    reason: client.reason,
    lastStatus: client.lastStatus,
    notice: client.notice,
    coverage: handheld.coverage,
    ...(handheld.tunnelEndsAt === null ? {} : { tunnelEndsAt: handheld.tunnelEndsAt }),
    link: handheld.link,
    sendsStatus: client.sendsStatus,
    isOn: handheld.isOn,
    cipher: device.cipher,
    keyGeneration: handheld.keys.current.generation,
    signedInUser: client.user,
    lastStatusSentAt: client.lastStatusSentAt,
    waitingPackets: handheld.waitingPackets,
    nextLogin: client.nextLogin && { ...client.nextLogin, mostAttempts: mostAutomaticLogins },
    flowId: client.flowId,
    presence: client.messenger.presence,
    unread: client.messenger.unread,
    lastMessage: client.messenger.lastMessage,
    messengerRevision: client.messenger.revision,
  }
}

export function viewSession(
  session: Session,
  service: string,
  handheld: string,
  isInCoverage: boolean,
): SessionView {
  const { details, expiresAt, server, sipAddress, transport } = session.connectivity
  return {
    id: session.id,
    service,
    user: session.user,
    handheld,
    pin: session.pin,
    isInCoverage,
    openedAt: session.openedAt,
    lastStatusAt: session.lastStatusAt,
    lastActivityAt: session.lastActivityAt,
    isReconnecting: session.isReconnecting,
    connectivity: { details: [...details], expiresAt, server, sipAddress, transport },
  }
}

export function viewUser({ id, name, sipAddress, mayUseClient }: User, people: People): UserView {
  return { id, name, sipAddress, mayUseClient, isEnabled: people.isEnabled(id) }
}

export function viewLayer(layer: FrameLayer): LayerView {
  const { bytes, fields, note, origin = null, side = 'wire', text, title } = layer
  return {
    title,
    note: noteText(note),
    told: typeof note === 'string' ? undefined : note,
    fields: fields.map(({ name, value, range = null, about = null, depth = 0 }) => ({
      name,
      value,
      range,
      about,
      depth,
    })),
    text,
    bytes: bytes && asBuffer(bytes).toString('base64'),
    side,
    origin,
  }
}
