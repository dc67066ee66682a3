export { createDirectoryClient, type DirectoryClient, type DirectoryTarget } from './directory-client.ts'
