export {
  type Authority,
  type CertificateRole,
  type IssuedCertificate,
  type IssuedKind,
  openAuthority,
} from './authority.ts'
