import { describe, expect, it } from 'vitest'
import { attribute, child, descendants, readXml, XmlError } from './read-xml.ts'
import { rewriteXml, xml } from './write-xml.ts'

describe('XML', () => {
  it('parses elements, attributes, text, references and CDATA', () => {
    const root = readXml(
      '<?xml version="1.0"?><!-- hello --><a:root xmlns:a="urn:a" xmlns="urn:b"><item a:type=\'x "1"\' n="&lt;&#x41;">t&amp;<![CDATA[<raw>]]></item><item/></a:root>\r\n',
    )
    expect(root.localName).toBe('root')
    const item = child(root, 'item')
    expect(item?.text).toBe('t&<raw>')
    expect(item && attribute(item, 'type')).toBe('x "1"')
    expect(item && attribute(item, 'n')).toBe('<A')
    expect(descendants(root, 'item')).toHaveLength(2)
    expect(item && readXml(rewriteXml(item))).toMatchObject({ text: 't&<raw>' })
    expect(item && rewriteXml(item)).toContain('xmlns:a="urn:a" xmlns="urn:b"')
  })

  it('writes XML that parses to the same elements', () => {
    const written = xml('a', { b: '<"&\'\u0001', c: null, d: 1 }, xml('e', {}))
    expect(written).toBe('<a b="&lt;&quot;&amp;&apos;\ufffd" d="1"><e/></a>')
    expect(attribute(readXml(written), 'b')).toBe('<"&\'\ufffd')
  })

  it.each([
    ['nothing', ''],
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['an unknown entity', '<a>&x;</a>'],
    ['a bare ampersand', '<a>a & b</a>'],
    ['a tag that is not closed', '<a><b></a>'],
    ['what is cut off', '<a><b'],
    ['two roots', '<a/><a/>'],
    ['text outside', '<a/>x'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['depth', '<a>'.repeat(40)],
    ['breadth', `<a>${'<b/>'.repeat(6_000)}</a>`],
    ['a character that is none', '<a>&#xD800;</a>'],
  ])('refuses %s', (_what, source) => {
    expect(() => readXml(source)).toThrow(XmlError)
  })
})
