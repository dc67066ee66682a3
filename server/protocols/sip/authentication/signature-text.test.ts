import { describe, expect, it } from 'vitest'
import { parseMessage } from '../parse-message.ts'
import { signatureText } from './signature-text.ts'

const read = (text: string) => parseMessage(Buffer.from(text))

describe('the signature text', () => {
  const parts = { rand: '0878F41B', number: '1', targetName: 'ocs1.ocs.provo.novell.com' }

  it('equals that of a real server in version 2', () => {
    const answer = read(
      [
        'SIP/2.0 200 OK',
        'From: "Gabriel Burt"<sip:gabriel@ocs.provo.novell.com>;tag=2947328781;epid=1234567890',
        'To: <sip:gabriel@ocs.provo.novell.com>;tag=B816D65C2300A32CFA6D371F2AF537FD',
        'Call-ID: 8592g5DCBa1694i5887m0D0Bt2247b3F38xAE9Fx',
        'CSeq: 3 REGISTER',
        'Expires: 900',
        'Content-Length: 0\r\n\r\n',
      ].join('\r\n'),
    )
    expect(signatureText(answer, { ...parts, version: 2 })).toBe(
      '<NTLM><0878F41B><1><SIP Communications Service><ocs1.ocs.provo.novell.com><8592g5DCBa1694i5887m0D0Bt2247b3F38xAE9Fx><3><REGISTER><sip:gabriel@ocs.provo.novell.com><2947328781><B816D65C2300A32CFA6D371F2AF537FD><900><200>',
    )
  })

  it('equals that of a real server with an asserted identity in version 4', () => {
    const answer = read(
      [
        'SIP/2.0 180 Ringing',
        'FROM: "Sender"<sip:sender@company.com>;tag=2420628112;epid=54392f1bbf01',
        'TO: "recipient"<sip:recipient@company.com>;tag=7aee15546a;epid=3102EB8BD1',
        'CSEQ: 1 INVITE',
        'CALL-ID: 41CEg82ECa0AC8i3DD7mE673t9CF4b19DAxF780x',
        'P-ASSERTED-IDENTITY: "recipient"<SIP:recipient@company.com>',
        'CONTENT-LENGTH: 0\r\n\r\n',
      ].join('\r\n'),
    )
    const own = { rand: '1B6D47A1', number: '11', targetName: 'LOC-COMPANYT-FE03.COMPANY.COM', version: 4 }
    expect(signatureText(answer, own)).toBe(
      '<NTLM><1B6D47A1><11><SIP Communications Service><LOC-COMPANYT-FE03.COMPANY.COM><41CEg82ECa0AC8i3DD7mE673t9CF4b19DAxF780x><1><INVITE><sip:sender@company.com><2420628112><sip:recipient@company.com><7aee15546a><SIP:recipient@company.com><><><180>',
    )
  })
})
