const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?$/;
const DAY_AND_TIME = /^(\d{4})-(\d{2})-(\d{2})[T ]+(\d{1,2}):(\d{2})(?::(\d{2}(?:[.,]\d+)?))?$/;
const AGO =
  /^-?\s*(\d+(?:[.,]\d+)?)\s*(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?)(?:\s+ago)?$/i;
/** By the first letter. */
const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
const DAY = 86_400;

/**
 * A time as a person types it, where the reader is: `14:02:10.3` (the last one before now), `2026-11-27 14:02`, `10 min` ago, or with a zone as
 * ISO 8601 has it; s since 1970, undefined where it is none. `now` in s since 1970.
 */
export function readTimeText(text: string, now: number): number | undefined {
  const typed = text.trim();
  const ago = AGO.exec(typed);
  if (ago) return now - number(ago[1]) * SECONDS[ago[2]?.charAt(0).toLowerCase() as keyof typeof SECONDS];
  const time = TIME.exec(typed);
  if (time) {
    const today = new Date(now * 1000);
    const [hours, minutes, seconds] = [number(time[1]), number(time[2]), number(time[3])];
    if (hours > 23 || minutes > 59 || seconds >= 60) return undefined;
    today.setHours(hours, minutes, 0, 0);
    const t = today.getTime() / 1000 + seconds;
    return t > now ? t - DAY : t;
  }
  const day = DAY_AND_TIME.exec(typed);
  if (day) {
    const [, year, month, date, hours, minutes] = day.map(number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const at = new Date(year, month - 1, date, hours, minutes);
    if (at.getMonth() !== month - 1 || at.getHours() !== hours || at.getMinutes() !== minutes)
      return undefined;
    return at.getTime() / 1000 + number(day[6]);
  }
  const t = /[zZ]$|[+-]\d{2}:?\d{2}$/.test(typed) ? Date.parse(typed) / 1000 : Number.NaN;
  return Number.isNaN(t) ? undefined : t;
}

function number(text: string | undefined): number {
  return Number((text ?? '0').replace(',', '.'));
}
