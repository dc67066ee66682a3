/** What happened in a lab, so that it can be repeated: its entries, the log of a running lab, and the file. */
export { type AnswerEntry, type CommandEntry, type HistoryEntry, isRepeated, type Odometer } from './entry.ts'
export { factsFrom, toldEvents } from './follow-events.ts'
export { endOf, type History, outsideOf } from './history.ts'
export { HistoryFile, historyText, saveHistory, writeHistory } from './history-file.ts'
export { type DoneCommand, HistoryLog, mostCommands } from './history-log.ts'
export { type HistoryRead, isHistoryFile, readHistoryFile } from './read-history-file.ts'
