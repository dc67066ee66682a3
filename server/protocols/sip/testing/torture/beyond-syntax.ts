import { accepted, rejected, type TortureCase } from './outcome.ts'

/** RFC 4475 sections 3.2 to 3.4: what only the transaction layer, the application or an older peer makes difficult. */
export const beyondSyntax: readonly TortureCase[] = [
  {
    section: '3.2.1',
    name: 'badbranch',
    title: 'Missing Transaction Identifier',
    asks: 'The parser must not break. 400, or fall back to the matching of RFC 2543.',
    ours: accepted({ vias: ['SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK'] }, 'matched as in RFC 2543'),
  },
  {
    section: '3.3.1',
    name: 'insuf',
    title: 'Missing Required Header Fields',
    asks: '400.',
    ours: rejected(400, 'missing-header'),
  },
  {
    section: '3.3.2',
    name: 'unkscm',
    title: 'Request-URI with Unknown Scheme',
    asks: 'Well formed. The application answers 416.',
    ours: accepted({ target: 'nobodyknowsthisscheme', to: ['', 'sip:user@example.com', {}] }, '416'),
  },
  {
    section: '3.3.3',
    name: 'novelsc',
    title: 'Request-URI with Known but Atypical Scheme',
    asks: 'Well formed. 416 from an element that never accepts this scheme.',
    ours: accepted({ start: 'OPTIONS soap.beep://192.0.2.103:3002', target: 'soap.beep' }, '416'),
  },
  {
    section: '3.3.4',
    name: 'unksm2',
    title: 'Unknown URI Schemes in Header Fields',
    asks: 'Well formed. A registrar answers 400: its users have SIP addresses.',
    ours: accepted(
      {
        to: ['', 'isbn:2983792873', {}],
        from: ['', 'http://www.example.com', { tag: '3234233' }],
        contacts: [['', 'name:John_Smith', {}]],
      },
      '400 from a registrar',
    ),
  },
  {
    section: '3.3.5',
    name: 'bext01',
    title: 'Proxy-Require and Require',
    asks: 'Well formed. 420 with the options in Unsupported.',
    ours: accepted(
      {
        headers: {
          Require: ['nothingSupportsThis, nothingSupportsThisEither'],
          'Proxy-Require': ['noProxiesSupportThis, norDoAnyProxiesSupportThis'],
        },
      },
      '420',
    ),
  },
  {
    section: '3.3.6',
    name: 'invut',
    title: 'Unknown Content-Type',
    asks: 'Well formed. An endpoint answers 415.',
    ours: accepted({ bodyBytes: 40, headers: { 'Content-Type': ['application/unknownformat'] } }, '415'),
  },
  {
    section: '3.3.7',
    name: 'regaut01',
    title: 'Unknown Authorization Scheme',
    asks: 'Well formed. A registrar that challenges answers 401 with a scheme it knows.',
    ours: accepted({ headers: { Authorization: ['NoOneKnowsThisScheme opaque-data=here'] } }, '401'),
  },
  {
    section: '3.3.8',
    name: 'multi01',
    title: 'Multiple Values in Single Value Required Fields',
    asks: '400.',
    ours: rejected(400, 'repeated-header'),
  },
  {
    section: '3.3.9',
    name: 'mcl01',
    title: 'Multiple Content-Length Values',
    asks: 'An error; on a stream the connection is closed.',
    ours: rejected(400, 'bad-content-length'),
  },
  {
    section: '3.3.10',
    name: 'bcast',
    title: '200 OK Response with Broadcast Via Header Field Value',
    asks: 'Well formed. An endpoint discards it, for there is more than one Via; a proxy should drop it.',
    ours: accepted(
      {
        start: '200 OK',
        vias: [
          'SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923',
          'SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23',
        ],
        bodyBytes: 154,
      },
      'discarded',
    ),
  },
  {
    section: '3.3.11',
    name: 'zeromf',
    title: 'Max-Forwards of Zero',
    asks: 'Legal. A proxy answers 483; an endpoint does what it always does.',
    ours: accepted({ maxForwards: 0 }, '483 from a proxy'),
  },
  {
    section: '3.3.12',
    name: 'cparam01',
    title: 'REGISTER with a Contact Header Parameter',
    asks: "The parameter is the contact's, not the address's.",
    ours: accepted({ contacts: [['', 'sip:+19725552222@gw1.example.net', { unknownparam: null }]] }),
  },
  {
    section: '3.3.13',
    name: 'cparam02',
    title: 'REGISTER with a url-parameter',
    asks: "The parameter is the address's, not the contact's.",
    ours: accepted({ contacts: [['', 'sip:+19725552222@gw1.example.net;unknownparam', {}]] }),
  },
  {
    section: '3.3.14',
    name: 'regescrt',
    title: 'REGISTER with a URL Escaped Header',
    asks: 'Well formed; the binding keeps the escaped header in its address.',
    ours: accepted({ contacts: [['', 'sip:user@example.com?Route=%3Csip:sip.example.com%3E', {}]] }),
  },
  {
    section: '3.3.15',
    name: 'sdp01',
    title: 'Unacceptable Accept Offering',
    asks: 'Well formed. 406; 400 is appropriate too.',
    ours: accepted({ bodyBytes: 150, headers: { Accept: ['text/nobodyKnowsThis'] } }, '406'),
  },
  {
    section: '3.4.1',
    name: 'inv2543',
    title: 'INVITE with RFC 2543 Syntax',
    asks: 'Accept it: no branch, no From tag, no Max-Forwards, and a body as long as the datagram.',
    ours: accepted({
      from: ['', 'sip:+13035551111@ift.client.example.net;user=phone', {}],
      to: ['', 'sip:+16505552222@ss1.example.net', { user: 'phone' }],
      vias: ['SIP/2.0/UDP iftgw.example.com'],
      maxForwards: null,
      bodyBytes: 105,
      headers: { 'Record-Route': ['<sip:UserB@example.com;maddr=ss1.example.com>'] },
    }),
  },
]
