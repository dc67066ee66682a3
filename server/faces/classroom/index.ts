/** A class: lessons for several trainees on one machine, each in a lab of their own, behind one address. */
export { Classroom } from './classroom.ts'
export { serveClassroom } from './serve-classroom.ts'
