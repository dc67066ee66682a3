import { accepted, type TortureCase } from './outcome.ts'

const sipUri = { scheme: 'sip', password: null, port: null } as const
const long = (what: string, count: number) => what.repeat(count)
const name = long('amazinglylongcallername', 5)
const oddUser = "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*"

/** RFC 4475 section 3.1.1. */
export const validMessages: readonly TortureCase[] = [
  {
    section: '3.1.1.1',
    name: 'wsinv',
    title: 'A Short Tortuous INVITE',
    asks: 'All elements treat it as well formed; the unknown header is passed on or ignored, never looked into.',
    ours: accepted({
      start: 'INVITE sip:vivekg@chair-dnrc.example.com;unknownparam',
      target: {
        ...sipUri,
        user: 'vivekg',
        host: 'chair-dnrc.example.com',
        parameters: new Map([['unknownparam', null]]),
      },
      to: ['', 'sip:vivekg@chair-dnrc.example.com', { tag: '1918181833n' }],
      from: ['J Rosenberg \\"', 'sip:jdrosen@example.com', { tag: '98asjd8' }],
      callId: 'wsinv.ndaksdj@192.0.2.1',
      sequence: [9, 'INVITE'],
      maxForwards: 68,
      vias: [
        'SIP/2.0/UDP 192.0.2.2;branch=390skdjuw',
        'SIP/2.0/TCP spindle.example.com;branch=z9hG4bK9ikj8',
        'SIP/2.0/UDP 192.168.255.111;branch=z9hG4bK30239',
      ],
      contacts: [
        [
          'Quoted string ""',
          'sip:jdrosen@example.com',
          { newparam: 'newvalue', secondparam: null, q: '0.33' },
        ],
      ],
      bodyBytes: 150,
      headers: {
        Subject: [''],
        NewFangledHeader: ['newfangled value continued newfangled value'],
        UnknownHeaderWithUnusualValue: [';;,,;;,;'],
        Route: ['<sip:services.example.com;lr;unknownwith=value;unknown-no-value>'],
      },
    }),
  },
  {
    section: '3.1.1.2',
    name: 'intmeth',
    title: 'Wide Range of Valid Characters',
    asks: 'Well formed. Endpoints answer 501 with the methods that they understand.',
    ours: accepted(
      {
        start: `!interesting-Method0123456789_*+\`.%indeed'~ sip:${oddUser}:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com`,
        target: {
          ...sipUri,
          user: oddUser,
          password: "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)",
          host: 'example.com',
        },
        to: ['BEL:\x07 NUL:\x00 DEL:\x7f', `sip:${oddUser}@example.com`, {}],
        from: [
          "token1~` token2'+_ token3*%!.-",
          'sip:mundane@example.com',
          { "fromparam''~+*_!.-%": 'работающий', tag: "_token~1'+`*%!-." },
        ],
        callId: 'intmeth.word%ZK-!.*_+\'@word`~)(><:\\/"][?}{',
        sequence: [139122385, "!interesting-Method0123456789_*+`.%indeed'~"],
        maxForwards: 255,
        vias: ["SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~"],
        headers: { "extensionHeader-!.%*+_`'~": ['\ufeff大停電'] },
      },
      '501',
    ),
  },
  {
    section: '3.1.1.3',
    name: 'esc01',
    title: 'Valid Use of the % Escaping Mechanism',
    asks: 'Well formed; an escape is the character that it stands for, once, and only where escapes may stand.',
    ours: accepted({
      target: { ...sipUri, user: 'sips:user@example.com', host: 'example.net' },
      to: ['', 'sip:%75se%72@example.com', {}],
      from: ['', 'sip:I%20have%20spaces@example.net', { tag: '938' }],
      contacts: [['', 'sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31', {}]],
      bodyBytes: 150,
      headers: { 'Content-Type': ['application/sdp'] },
    }),
  },
  {
    section: '3.1.1.4',
    name: 'escnull',
    title: 'Escaped Nulls in URIs',
    asks: 'Well formed; no name is cut short at its null, and the two contacts are two.',
    ours: accepted({
      to: ['', 'sip:null-%00-null@example.com', {}],
      from: ['', 'sip:null-%00-null@example.com', { tag: '839923423' }],
      contacts: [
        ['', 'sip:%00@host5.example.com', {}],
        ['', 'sip:%00%00@host5.example.com', {}],
      ],
      bodyBytes: 0,
    }),
  },
  {
    section: '3.1.1.5',
    name: 'esc02',
    title: 'Use of % When It Is Not an Escape',
    asks: 'Well formed; the method is not REGISTER and there are two contacts, not three. Endpoints answer 501.',
    ours: accepted(
      {
        start: 'RE%47IST%45R sip:registrar.example.com',
        to: ['%Z%45', 'sip:resource@example.com', {}],
        from: ['%Z%45', 'sip:resource@example.com', { tag: 'f232jadfj23' }],
        sequence: [29344, 'RE%47IST%45R'],
        vias: ['SIP/2.0/TCP host.example.com;branch=z9hG4bK209%fzsnel234'],
        contacts: [
          ['', 'sip:alias1@host1.example.com', {}],
          ['', 'sip:alias3@host3.example.com', {}],
        ],
        headers: { 'C%6Fntact': ['<sip:alias2@host2.example.com>'] },
      },
      '501',
    ),
  },
  {
    section: '3.1.1.6',
    name: 'lwsdisp',
    title: 'Message with No LWS between Display Name and <',
    asks: 'Accept it as well formed, although the grammar forgets it.',
    ours: accepted({ from: ['caller', 'sip:caller@example.com', { tag: '323' }], sequence: [60, 'OPTIONS'] }),
  },
  {
    section: '3.1.1.7',
    name: 'longreq',
    title: 'Long Values in Header Fields',
    asks: 'Well formed.',
    ours: accepted({
      to: [
        `I have a user name of ${long('extreme', 10)} proportion`,
        `sip:user@example.com:6000;unknownparam1=very${long('long', 20)}value;longparam${long('name', 25)}=shortvalue;very${long('long', 25)}ParameterNameWithNoValue`,
        {},
      ],
      from: [
        '',
        `sip:${name}@example.net`,
        {
          tag: `12${long('982', 50)}424`,
          [`unknownheaderparam${long('name', 20)}`]: `unknowheaderparam${long('value', 15)}`,
          [`unknownvalueless${long('paramname', 10)}`]: null,
        },
      ],
      callId: `longreq.one${long('really', 20)}longcallid`,
      vias: [
        ...Array.from({ length: 33 }, (_, index) => `SIP/2.0/TCP sip${33 - index}.example.com`),
        `SIP/2.0/TCP host.example.com;received=192.0.2.5;branch=very${long('long', 50)}branchvalue`,
      ],
      contacts: [['', `sip:${name}@host5.example.net`, {}]],
      bodyBytes: 150,
      headers: {
        [`unknown-${long('long', 20)}-name`]: [
          `unknown-${long('long', 20)}-value; unknown-${long('long', 20)}-parameter-name = unknown-${long('long', 20)}-parameter-value`,
        ],
      },
    }),
  },
  {
    section: '3.1.1.8',
    name: 'dblreq',
    title: 'Extra Trailing Octets in a UDP Datagram',
    asks: 'Handle the REGISTER; the octets after its body, an INVITE by chance, are noise.',
    ours: accepted({
      start: 'REGISTER sip:example.com',
      callId: 'dblreq.0ha0isndaksdj99sdfafnl3lk233412',
      contacts: [['', 'sip:j.user@host.example.com', {}]],
      bodyBytes: 0,
    }),
  },
  {
    section: '3.1.1.9',
    name: 'semiuri',
    title: 'Semicolon-Separated Parameters in URI User Part',
    asks: 'Well formed; the user part is "user;par=u@example.net".',
    ours: accepted({
      target: { ...sipUri, user: 'user;par=u@example.net', host: 'example.com', parameters: new Map() },
      headers: {
        Accept: [
          'application/sdp, application/pkcs7-mime, multipart/mixed, multipart/signed, message/sip, message/sipfrag',
        ],
      },
    }),
  },
  {
    section: '3.1.1.10',
    name: 'transports',
    title: 'Varied and Unknown Transport Types',
    asks: 'Well formed, whatever the second Via and those after it name as transport.',
    ours: accepted({
      vias: [
        'SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw',
        'SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf',
        'SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj',
        'SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en',
        'SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee',
      ],
    }),
  },
  {
    section: '3.1.1.11',
    name: 'mpart01',
    title: 'Multipart MIME Message',
    asks: 'Well formed, and framed by its length although its body is binary and holds nulls.',
    ours: accepted({
      vias: ['SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543-;rport'],
      callId: '3d9485ad0c49859b@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA..',
      bodyBytes: 553,
      headers: { 'Content-Type': ['multipart/mixed;boundary=7a9cbec02ceef655'] },
    }),
  },
  {
    section: '3.1.1.12',
    name: 'unreason',
    title: 'Unusual Reason Phrase',
    asks: 'Well formed; a reason is any text.',
    ours: accepted({
      start: '200 = 2**3 * 5**2 но сто девяносто девять - простое',
      to: ['', 'sip:user@example.edu', { tag: '2229' }],
      sequence: [35, 'INVITE'],
      bodyBytes: 154,
    }),
  },
  {
    section: '3.1.1.13',
    name: 'noreason',
    title: 'Empty Reason Phrase',
    asks: 'Well formed.',
    ours: accepted({ start: '100 ', contacts: [['', 'sip:user@host105.example.com', {}]] }),
  },
]
