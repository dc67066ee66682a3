import type { FieldCode } from '#contract'

interface Range {
  start: number
  end: number
}

/** Titles of layers that are no names of protocols. */
const layers: Readonly<Record<string, string>> = {
  Envelope: 'Envelope',
  Compressed: 'Compressed',
  Content: 'Content',
  Dropped: 'Dropped',
}

/** Names of fields that are no words of a protocol, such as SIP headers; those the lab gives itself. */
const fieldNames: Readonly<Partial<Record<FieldCode, string>>> = {
  'envelope.contentType': 'Content type',
  'envelope.pin': 'Device PIN',
  'envelope.messageId': 'Message ID',
  'envelope.packetIndex': 'Packet',
  'envelope.packetCount': 'Packets',
  'envelope.suite': 'Cipher suite',
  'envelope.keyGeneration': 'Key generation',
  'envelope.keyLength': 'Length of the key',
  'envelope.ivLength': 'Length of the IV',
  'envelope.encryptedKey': 'Encrypted message key',
  'envelope.payload': 'Payload',
  'envelope.messageKey': 'Message key',
  'srp.kind': 'Kind',
  'srp.pin': 'Device PIN',
  'srp.reachable': 'Reachable',
  'srp.id': 'SRP ID',
  'srp.answer': 'Answer',
  'srp.reason': 'Reason',
  'sip.requestLine': 'Request line',
  'sip.statusLine': 'Status line',
  'ldap.messageId': 'Message ID',
  'ldap.mechanism': 'Mechanism',
  'ldap.credentials': 'Credentials',
  'ldap.password': 'Password',
  'ldap.result': 'Result',
  'ldap.diagnostic': 'Diagnostic',
  'ldap.serverCredentials': 'Server credentials',
  'ntlm.signature': 'Signature',
  'ntlm.type': 'Message type',
  'ntlm.clientDomain': 'Domain',
  'ntlm.clientWorkstation': 'Workstation',
  'ntlm.targetName': 'Target',
  'ntlm.serverChallenge': 'Server challenge',
  'ntlm.targetInfo': 'Target information',
  'ntlm.dnsDomain': 'Domain',
  'ntlm.domain': 'Domain',
  'ntlm.user': 'User',
  'ntlm.workstation': 'Workstation',
  'ntlm.ntResponse': 'NT response',
  'ntlm.lmResponse': 'LM response',
  'ntlm.sessionKey': 'Session key',
  'ntlm.mic': 'Message integrity code',
  'tls.cipher': 'Protocol and cipher',
  'tls.size': 'Size',
}

const bytes = ({ start, end }: Range) =>
  end - start === 1 ? `byte ${start}` : `bytes ${start} to ${end - 1}`

/** Taking frames apart, following, comparing, marking and copying them. */
export const inspector = {
  layers,
  fieldNames,
  /** Why a frame is larger than what its first layer shows. @param bytes such as `5 B` */
  srpHead: (bytes: string) => `${bytes} of it the head of the SRP packet`,
  tlsHead: (bytes: string) => `${bytes} of it TLS: head and proof`,
  maskedSize: 'what is masked has another length here',
  bytesOf: (layer: string) => `Bytes of ${layer}`,
  /** @param hex two digits */
  byteAt: (place: number, hex: string) => `Byte ${place}: ${hex}`,
  onTheWire: 'On the wire',
  onTheWireHint: 'what the carrier sees',
  inside: 'Inside',
  insideHint: 'what the service sees',
  insideUnknown: 'Nobody here has the keys.',
  bothSides: 'Wire and inside side by side',
  /** Where the meaning of a field is defined, if Bramble made it up. */
  invented: 'Bramble’s own, invented',
  /** How a layer was made from bytes of another one. */
  origins: {
    part: (layer: string, range: Range) => `These are ${bytes(range)} of ${layer}.`,
    decrypted: (layer: string, range: Range) =>
      `Decrypted from ${bytes(range)} of ${layer}. Encryption mixes all bytes: only the whole can be followed.`,
    decompressed: (layer: string, range: Range) =>
      `Decompressed from ${bytes(range)} of ${layer}: only the whole can be followed.`,
    joined: (layer: string, range: Range) =>
      `Decompressed from all packets of the message, of which ${bytes(range)} of ${layer} are one part.`,
  },
  detailActions: 'What can be done with this frame',
  noFrameToFollow: 'It belongs to no login, dialog, session or handheld.',

  follow: 'Follow',
  followed: {
    flow: (label: string) => `Follow the login of ${label}`,
    call: (label: string) => `Follow the dialog ${label}`,
    session: (label: string) => `Follow the session of ${label}`,
    handheld: (label: string) => `Follow the handheld ${label}`,
  },

  notComparing: 'Nothing is being compared.',
  compare: 'Compare',
  compareWith: 'Compare with…',
  compareFrame: (number: number) => `Compare frame ${number} with another`,
  comparing: (left: number, right: number) => `Frame ${left} and frame ${right}`,
  comparingWith: (number: number) => `Comparing frame ${number}: open the other frame.`,
  comparingHint: 'Escape leaves.',
  stopComparing: 'Stop comparing',
  fieldsOfBoth: 'Fields of both frames',
  onlyDifferences: 'Only differences',
  /** Of a field in two frames. */
  differences: {
    same: 'same',
    changed: 'changed',
    left: 'only left',
    right: 'only right',
  },
  differ: (count: number) => (count === 1 ? '1 difference' : `${count} differences`),
  noDifferences: 'No differences',
  bytesDiffer: (count: number, total: number) => `${count} of ${total} bytes differ`,
  field: 'Field',
  frameNumber: (number: number) => `Frame ${number}`,
  frameFacts: 'Frame',
  factNames: {
    time: 'Time',
    hop: 'Hop',
    direction: 'Direction',
    device: 'Device',
    size: 'Size',
    summary: 'Summary',
  },

  compareLogins: 'Compare two logins',
  compareLoginsHint: 'Step by step, with the time since each began.',
  leftLogin: 'Left login',
  rightLogin: 'Right login',
  oneLoginOnly: 'There is only one login so far.',
  step: 'Step',
  difference: 'Difference',
  outcomes: { done: 'done', skipped: 'skipped', refused: 'refused', missing: 'not reached' },
  result: 'Result',

  mark: 'Mark',
  markFrame: (number: number) => `Mark frame ${number}`,
  unmarkFrame: (number: number) => `Remove the mark of frame ${number}`,
  editMark: 'Mark and comment',
  marked: (number: number) => `Mark on frame ${number}`,
  removed: 'The mark is gone.',
  marks: (count: number) => (count === 1 ? '1 mark' : `${count} marks`),
  marksTitle: 'Marks',
  comment: 'Comment',
  commentHint: 'What is to be seen here',
  colour: 'Colour',
  colours: { yellow: 'Yellow', red: 'Red', green: 'Green', blue: 'Blue', none: 'No colour' },
  removeMark: 'Remove mark',
  save: 'Save',
  isGone: 'The lab has dropped this frame; the mark is all that is left of it.',
  showMarked: 'Show marked frames only',

  copy: 'Copy',
  copyLayer: (layer: string) => `Copy ${layer}`,
  /** What can be copied. */
  forms: {
    text: 'As text',
    hex: 'As hex',
    base64: 'As base64',
    json: 'As JSON',
    value: 'Value',
    filter: 'As filter',
    expect: 'As expect step',
    summary: 'Summary',
  },
  copyField: (field: string) => `Field ${field}`,
  copied: 'Copied',
  notCopied: 'Not copied',
  notCopiedReason: 'The browser does not let the page write to the clipboard.',

  openFrame: (number: number) => `Open frame ${number}`,
}
