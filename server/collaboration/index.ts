export { CollaborationService, type ServiceEvents } from './collaboration-service.ts'
export {
  type DeviceContent,
  displayContent,
  type LoginRequest,
  readDeviceContent,
  readServiceContent,
  type ServiceContent,
  tellContent,
  writeContent,
} from './content.ts'
export type { SendListener, ServicePort } from './service-port.ts'
export type { Session } from './session-table.ts'
