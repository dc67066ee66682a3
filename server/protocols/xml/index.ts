export {
  attribute,
  child,
  childrenOf,
  descendants,
  readXml,
  type XmlElement,
  XmlError,
} from './read-xml.ts'
export { escapeXml, rewriteXml, xml } from './write-xml.ts'
