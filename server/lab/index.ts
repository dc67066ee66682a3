export type { DemoLab, DemoPlayer, LoadDemoPlayer } from './demo-player.ts'
export type { Lab, LabOptions } from './lab.ts'
export type { LessonHost, LoadLessonHost } from './lesson-host.ts'
export { defaultDatabase, startLab } from './start-lab.ts'
