import type { DeviceContent, ServiceContent } from '../collaboration/index.ts'
import { type FlowReporter, flowIdOf } from '../traffic/index.ts'

/** Reports step 3: the Dispatcher hands a login request to the Collaboration Service. */
export function reportHandedOver(flow: FlowReporter, pin: string, content: DeviceContent): void {
  if (content.type !== 'login-request') return
  flow.step(flowIdOf(pin, content.id), '3', 'done', { code: 'request-handed-over', facts: {} })
}

/** Reports step 7: the Dispatcher has sent the answer to the device. */
export function reportSentDown(flow: FlowReporter, pin: string, content: ServiceContent): void {
  if (content.type === 'login-accepted') {
    flow.step(flowIdOf(pin, content.id), '7', 'done', { code: 'acceptance-sent', facts: {} })
  } else if (content.type === 'login-rejected') {
    const { id, status } = content
    flow.step(flowIdOf(pin, id), '7', 'refused', { code: 'rejection-sent', facts: { status } })
  }
}
