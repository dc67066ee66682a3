import { isFieldCode } from '#contract'
import {
  type DeviceContent,
  displayContent,
  type ServiceContent,
  writeContent,
} from '../collaboration/index.ts'
import { type FrameLayer, jsonFields, type LayerField } from '../traffic/index.ts'

const mask = '*'.charCodeAt(0)
const maskedValue = '••••••••'

/** The content of a message: the JSON record, key by key. Masks the password unless `reveal` is set. */
export function contentLayer(
  content: DeviceContent | ServiceContent,
  reveal: boolean,
  origin: FrameLayer['origin'] = null,
): FrameLayer {
  const bytes = Uint8Array.from(writeContent(content))
  const isSecret = (name: string) => name === 'password' && content.type === 'login-request' && !reveal
  const fields = jsonFields(bytes).map(({ name, value, range, valueRange, depth }): LayerField => {
    const code = `content.${name}`
    const isMasked = isSecret(name)
    if (isMasked) bytes.fill(mask, valueRange.start + 1, valueRange.end - 1)
    return {
      name,
      value: isMasked ? maskedValue : value,
      range,
      depth,
      ...(isFieldCode(code) ? { about: code } : {}),
    }
  })
  return {
    title: 'Content',
    note: { code: 'content', facts: {} },
    fields,
    bytes,
    text: displayContent(content, reveal),
    side: 'inside',
    origin,
  }
}
