import { child, readXml, type XmlElement, XmlError, xml } from '../../../protocols/xml/index.ts'
import type { ContactList } from './contact-list.ts'

const envelope = 'http://schemas.xmlsoap.org/soap/envelope/'
const methods = 'http://schemas.microsoft.com/winrtc/2002/11/sip'

/** What a SOAP request did. */
export interface ContactOutcome {
  /** The answer's body. */
  readonly body: string
  /** What the user's endpoints are to be told, or null. */
  readonly change: string | null
  readonly isRefused: boolean
}

/**
 * Carries out a SERVICE with a SOAP body (MS-SIP, contact management): setContact, deleteContact, addGroup, modifyGroup,
 * deleteGroup. Others (setACE, setPresence) are taken note of and answered, as there is nothing here that they change.
 * @throws XmlError
 */
export function carryOutContactRequest(body: string, list: ContactList): ContactOutcome {
  const root = readXml(body)
  const request = child(root, 'Body')?.children[0]
  if (root.localName !== 'Envelope' || !request) throw new XmlError('is not a SOAP envelope')
  const text = (name: string) => child(request, name)?.text.trim() ?? ''
  switch (request.localName) {
    case 'setContact':
      return outcome(
        request,
        list.setContact({
          uri: text('URI'),
          name: text('displayName'),
          groups: text('groups') || '1',
          isSubscribed: text('subscribed') !== 'false',
          externalUri: text('externalURI'),
        }),
      )
    case 'deleteContact':
      return outcome(request, list.deleteContact(text('URI')))
    case 'addGroup': {
      const added = list.addGroup(text('name'))
      return outcome(request, added?.change ?? null, added ? xml('m:groupID', {}, added.id) : '')
    }
    case 'modifyGroup':
      return outcome(request, list.renameGroup(text('groupID'), text('name')))
    case 'deleteGroup':
      return outcome(request, list.deleteGroup(text('groupID')))
    default:
      return { ...outcome(request, null), isRefused: false }
  }
}

function outcome(request: XmlElement, change: string | null, content = ''): ContactOutcome {
  const answer = xml(`m:${request.localName}`, { 'xmlns:m': methods }, content)
  return {
    body: xml('SOAP-ENV:Envelope', { 'xmlns:SOAP-ENV': envelope }, xml('SOAP-ENV:Body', {}, answer)),
    change,
    isRefused: change === null,
  }
}
