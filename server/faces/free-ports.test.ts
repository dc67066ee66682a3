import { expect, it } from 'vitest'
import { withFreePorts } from './free-ports.ts'

it('changes only the ports of a lab whose parts take free ones', () => {
  const lab = withFreePorts({
    database: 'memory',
    communicationsServer: { listen: { host: '127.0.0.2', port: 5061, transport: 'tcp' } },
    dispatcher: { cipher: 'triple-des' },
  })
  expect(lab).toEqual({
    database: 'memory',
    communicationsServer: { listen: { host: '127.0.0.2', port: 0, transport: 'tcp' } },
    directory: { listen: { port: 0 } },
    dispatcher: { cipher: 'triple-des', listen: { port: 0 } },
  })
})
