import type { FrameRecord } from '../frame.ts'
import type { WireEnd } from '../wire.ts'
import { largestDatagram, udpPacket } from './ip-packet.ts'

/**
 * Packets of frames for which there are no bytes on a wire. A file has one link type, since programs on libpcap refuse any
 * other: so these are put into IP and UDP that are made up, as Wireshark's exported messages are into tags.
 */

/** Of the original, where content comes from that is handed over in process. */
const dispatcherPort = 3101
const clientPort = 49_152

/** Content that is handed over in process: JSON, from the Dispatcher's port to the service's. */
export function contentPacket(
  { direction, layers, pin }: FrameRecord,
  serverPort: number,
  reveal: boolean,
): Buffer {
  const content = layers({ reveal }).at(-1)?.text ?? 'null'
  const text = `{"direction":"${direction}","pin":${JSON.stringify(pin)},"content":${content}}`
  return datagram(direction, at(dispatcherPort), at(serverPort), Buffer.from(text))
}

/** A message of which nothing is known but what a part said of it. */
export function lonePacket({ direction }: FrameRecord, serverPort: number, message: Uint8Array): Buffer {
  return datagram(direction, at(clientPort), at(serverPort), message)
}

/** The message itself, as it was before TLS; null where there is none, as of a handshake that failed. */
export function messageOf({ layers, protocol }: FrameRecord, reveal: boolean): Uint8Array | null {
  return layers({ reveal }).findLast((layer) => layer.title === protocol)?.bytes ?? null
}

function at(port: number): WireEnd {
  return { address: '127.0.0.1', port }
}

/** What is longer than a datagram can be is cut: readers of JSON see that it does not end. */
function datagram(direction: 'up' | 'down', client: WireEnd, server: WireEnd, payload: Uint8Array): Buffer {
  const [from, to] = direction === 'up' ? [client, server] : [server, client]
  return udpPacket(from, to, payload.subarray(0, largestDatagram))
}
