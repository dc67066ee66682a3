export const browserArguments: string[]
export function findBrowser(): Promise<{
  program: string
  env: { LD_LIBRARY_PATH: string; FONTCONFIG_PATH: string }
}>
