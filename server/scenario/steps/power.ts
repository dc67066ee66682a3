import { onOff, perHandheld } from '../schema-parts.ts'
import { stepKind } from './step-kind.ts'

export const power = stepKind({
  schema: perHandheld(onOff),
  description: 'Switches handhelds on or off; without power one loses its conversations',
  example: { alice: 'off' },
  check: (value, path, scope) => scope.checkHandhelds(value, path),
  async run(value, context) {
    for (const [name, power] of context.entries(value)) {
      await context.call('handheld.setPower', { name, isOn: power === 'on' })
    }
  },
  record: { 'handheld.setPower': ({ name, isOn }) => ({ [name]: isOn ? 'on' : 'off' }) },
})
