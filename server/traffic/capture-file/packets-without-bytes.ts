import type { FrameContent, FrameFacts } from '../frame.ts'
import { IpPath, largestDatagram } from './ip-packet.ts'

/**
 * Packets of frames that have no bytes on a wire. A file has only one link type, since programs based on libpcap refuse more,
 * so these frames are put into invented IP and UDP packets.
 */

/** Port of the original, as the source of content that is handed over inside the process. */
const dispatcherPort = 3101
const clientPort = 49_152
const loopback = '127.0.0.1'
const path = new IpPath('udp', loopback, loopback)

/** Content that is handed over inside the process: JSON, from the Dispatcher's port to the service's. */
export function contentPacket(frame: FrameFacts & FrameContent, serverPort: number, reveal: boolean): Buffer {
  const { direction, pin } = frame
  const content = frame.contentText?.({ reveal }) ?? frame.layers({ reveal }).at(-1)?.text ?? 'null'
  const text = `{"direction":"${direction}","pin":${JSON.stringify(pin)},"content":${content}}`
  return datagram(direction, dispatcherPort, serverPort, Buffer.from(text))
}

/** A message of which only the description of a part is known. */
export function lonePacket({ direction }: FrameFacts, serverPort: number, message: Uint8Array): Buffer {
  return datagram(direction, clientPort, serverPort, message)
}

/** The message before encryption; null if there is none, as for a failed handshake. */
export function messageOf(frame: FrameFacts & FrameContent, reveal: boolean): Uint8Array | null {
  return frame.layers({ reveal }).findLast(({ title }) => title === frame.protocol)?.bytes ?? null
}

/** A datagram (RFC 768). Truncates content that is longer than one; incomplete JSON is visible to readers. */
function datagram(direction: 'up' | 'down', client: number, server: number, content: Uint8Array): Buffer {
  const payload = content.subarray(0, largestDatagram)
  const [from, to] = direction === 'up' ? [client, server] : [server, client]
  const header = Buffer.alloc(8)
  header.writeUInt16BE(from, 0)
  header.writeUInt16BE(to, 2)
  header.writeUInt16BE(header.length + payload.length, 4)
  return path.packet(header, payload)
}
