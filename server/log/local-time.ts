/** A time in parts, as somebody in a time zone reads it from a clock. */
export interface LocalTime {
  /** Such as `20120229`. */
  day: string
  /** Such as `02/29`. */
  monthAndDay: string
  /** Such as `23:59:00.125`. */
  time: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** @param zone name of a time zone, such as `Europe/Berlin` */
export function localTime(at: number, zone: string): LocalTime {
  const [date = '', time = ''] = zone === 'UTC' ? inUtc(at) : inZone(at, zone)
  const [year, month, dayOfMonth] = date.split('-')
  return { day: `${year}${month}${dayOfMonth}`, monthAndDay: `${month}/${dayOfMonth}`, time }
}

function inUtc(at: number): string[] {
  return new Date(at).toISOString().slice(0, 23).split('T')
}

function inZone(at: number, zone: string): string[] {
  const format = formats.get(zone) ?? newFormat(zone)
  formats.set(zone, format)
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  const { year, month, day, hour, minute, second, fractionalSecond } = part
  return [`${year}-${month}-${day}`, `${hour}:${minute}:${second}.${fractionalSecond}`]
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 },
  })
}
