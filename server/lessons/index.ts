/** Lessons: their files, a lab in which one is taken, and what is judged there. */
export { type CheckedLesson, checkLesson } from './check-lesson.ts'
export { lessonFile } from './lesson-file.ts'
export { createLessonLibrary, type LessonOrder } from './lesson-library.ts'
export { checkLessonFile, isLesson, type Lesson, readLesson } from './read-lesson.ts'
export { type LessonAttempt, type LessonResults, ResultsFolder } from './results.ts'
export { type LessonInLab, startLesson } from './start-lesson.ts'
