import type { DeviceContent, ServiceContent } from '../collaboration/index.ts'
import { type FlowReporter, flowIdOf } from '../traffic/index.ts'

/** Step 3: content is about to be handed to the Collaboration Service. */
export function reportHandedOver(flow: FlowReporter, pin: string, content: DeviceContent): void {
  if (content.type !== 'login-request') return
  const detail =
    'The Dispatcher decrypted and decompressed the request and handed it to the Collaboration Service'
  flow.step(flowIdOf(pin, content.id), '3', 'done', detail)
}

/** Step 7: content has gone to the device. */
export function reportSentDown(flow: FlowReporter, pin: string, content: ServiceContent): void {
  if (content.type !== 'login-accepted' && content.type !== 'login-rejected') return
  const isAccepted = content.type === 'login-accepted'
  const word = isAccepted ? 'acceptance' : `status "${content.text}"`
  const detail = `The ${word} went to the device, compressed and encrypted`
  flow.step(flowIdOf(pin, content.id), '7', isAccepted ? 'done' : 'refused', detail)
}
