/** Lessons: their files, a lab in which one is taken, what is judged there, and what is kept of it. */
export { checkLesson } from './check-lesson.ts'
export { cmi5Package } from './cmi5-package.ts'
export { resultsAsCsv, resultsAsJson, resultsAsStatements } from './export-results.ts'
export { lessonFile } from './lesson-file.ts'
export { createLessonLibrary, type LessonLibrary } from './lesson-library.ts'
export { checkLessonFile, isLesson, readLesson } from './read-lesson.ts'
export { type LessonResults, ResultsFolder } from './results.ts'
export { startLesson } from './start-lesson.ts'
