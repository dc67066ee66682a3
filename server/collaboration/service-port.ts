import type { DeviceContent, ServiceContent } from './content.ts'

/**
 * One instance of the Collaboration Service as the Dispatcher reaches it (port 3200 in the original). There can be several;
 * each device is served by one of them.
 */
export interface ServicePort {
  /**
   * Handles content that the Dispatcher decrypted. It never throws, because an error in one device's content must not break
   * the connection that all devices share.
   * @param pin the device whose transport key decrypted it
   */
  receive(pin: string, content: DeviceContent): void
  /** Sets whether the wireless network can reach a device. */
  setReachable(pin: string, isReachable: boolean): void
  /** Calls `listener` with everything that the service sends to a device. @returns a function that removes the listener */
  onSend(listener: SendListener): () => void
}

export type SendListener = (pin: string, content: ServiceContent) => void
