export {
  type Authority,
  type AuthorityOptions,
  type CertificateRole,
  type IssuedCertificate,
  type IssuedKind,
  openAuthority,
} from './authority.ts'
