/** A class: lessons for several trainees on one machine, each in a lab of their own, behind one address. */
export { isForOthers } from './class-hosts.ts'
export { ClassStore, setEarlierResultsAside } from './class-store.ts'
export { Classroom } from './classroom.ts'
export { makeTrainerToken, serveClassroom } from './serve-classroom.ts'
