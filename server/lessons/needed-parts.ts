import type { CommandName, LessonPart } from '#contract'

interface Need {
  part: LessonPart
  /** To be seen is enough, also where it is locked. */
  isReading?: true
}

const change = (part: LessonPart): Need => ({ part })
const read = (part: LessonPart): Need => ({ part, isReading: true })

/** What each command needs. One that is not here is refused, so that a new one gives nothing away. */
export const needs: Partial<Record<CommandName, Need | null>> = {
  'handheld.add': change('handhelds'),
  'handheld.remove': change('handhelds'),
  'handheld.login': change('handhelds'),
  'handheld.logout': change('handhelds'),
  'handheld.messenger': read('handhelds'),
  'handheld.send': change('handhelds'),
  'handheld.setTyping': change('handhelds'),
  'handheld.setPresence': change('handhelds'),
  'handheld.addContact': change('handhelds'),
  'handheld.removeContact': change('handhelds'),
  'handheld.readConversation': change('handhelds'),
  'handheld.closeConversation': change('handhelds'),
  'handheld.tunnel': change('coverage'),
  'handheld.setCoverage': change('coverage'),
  'handheld.setLink': change('coverage'),
  'handheld.setStatusMessages': change('coverage'),
  'handheld.setPower': change('coverage'),
  'desktop.signIn': change('desktops'),
  'desktop.setHabits': change('desktops'),
  'desktop.signOut': change('desktops'),
  'desktop.send': change('desktops'),
  'service.configure': change('settings'),
  'service.restart': change('settings'),
  'part.restart': change('settings'),
  'user.save': change('users'),
  'user.remove': change('users'),
  'conditions.set': change('faults'),
  'faults.set': change('faults'),
  'faults.mend': change('faults'),
  'faults.release': change('faults'),
  'faults.clear': change('faults'),
  'clock.setPace': change('clock'),
  'clock.step': change('clock'),
  'clock.jump': change('clock'),
  'traffic.layers': read('traffic'),
  'traffic.count': read('traffic'),
  'traffic.mark': read('traffic'),
  'traffic.clear': change('traffic'),
  'recording.start': read('traffic'),
  'recording.stop': read('traffic'),
  'log.read': read('log'),
  'charts.read': read('charts'),
  'flow.find': read('flow'),
  'past.read': null,
  'past.timeLine': null,
  'past.beside': null,
  'past.story': null,
  'lesson.answer': null,
  'lesson.evidence': null,
  'lesson.forget': null,
  'lesson.hint': null,
  'lesson.write': null,
  'lesson.check': null,
  'lesson.reveal': null,
  'lesson.finish': null,
  'lesson.leave': null,
  'lesson.list': null,
}
