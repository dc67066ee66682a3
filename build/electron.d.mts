export function findElectron(): Promise<string>
export function whyCannotStart(program: string): Promise<string | null>
export function isRoot(): boolean
