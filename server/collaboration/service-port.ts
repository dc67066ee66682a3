import type { DeviceContent, ServiceContent } from './content.ts'

/**
 * One instance of the Collaboration Service as the Dispatcher reaches it (port 3200 in the original). There can be several;
 * each device is served by one of them.
 */
export interface ServicePort {
  /**
   * Handles content that the Dispatcher decrypted. It never throws: whatever is wrong with one device's content, the
   * connection that brought it is everybody's.
   * @param pin the device whose transport key opened it
   */
  receive(pin: string, content: DeviceContent): void
  /** The wireless network can, or cannot, reach a device from now on. */
  setReachable(pin: string, isReachable: boolean): void
  /** Calls `listener` with everything that the service sends to a device. @returns removes the listener */
  onSend(listener: SendListener): () => void
}

export type SendListener = (pin: string, content: ServiceContent) => void
