const DAY = 86_400_000
const utc = (date: string) => Date.parse(`${date}T00:00:00Z`)
const text = (time: number) => new Date(time).toISOString().slice(0, 10)

/** Easter Sunday by Gauss's rule in its anonymous Gregorian form. */
function easter(year: number): number {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const ofCentury = year % 100
  const moon =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - moon - (ofCentury % 4)) % 7
  const late = Math.floor((golden + 11 * moon + 22 * weekday) / 451)
  const sum = moon + weekday - 7 * late + 114
  return Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1)
}

/** The holidays of the Algemene termijnenwet, art. 3, computed without the library that the domain uses. */
function holidays(year: number): Set<string> {
  const sunday = easter(year)
  const kingsDay = utc(`${year}-04-27`)
  const moved = new Date(kingsDay).getUTCDay() === 0 ? kingsDay - DAY : kingsDay
  const fixed = ['01-01', '05-05', '12-25', '12-26'].map((day) => `${year}-${day}`)
  return new Set([...fixed, text(moved), ...[-2, 1, 39, 50].map((days) => text(sunday + days * DAY))])
}

const known = new Map<number, Set<string>>()

/** A second opinion on working days, for the tests. */
export function isDutchWorkingDay(date: string): boolean {
  const year = Number(date.slice(0, 4))
  const off = known.get(year) ?? holidays(year)
  known.set(year, off)
  const weekday = new Date(utc(date)).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !off.has(date)
}
