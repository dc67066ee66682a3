/** LDAP policies that the stand-in keeps, by the names and with the values of Active Directory ([MS-ADTS] 3.1.1.3.4.6). */
export const searchLimits = {
  /** Entries that one search, or one page of it, returns. */
  MaxPageSize: 1000,
  /** Values of one attribute in one answer; more are asked for by range. */
  MaxValRange: 1500,
  /** Paged searches of one connection that are not at their end. */
  MaxResultSetsPerConn: 10,
} as const
