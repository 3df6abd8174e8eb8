/** What an investment comes to. Absent: it never pays back, or no rate is given. */
export interface Payback {
  /** Simple: the investment over the saving of a year. */
  years?: number;
  /** Net present value over the years looked at. */
  presentValue?: number;
}

const YEAR_SECONDS = 365 * 86_400;

/** A sum over a stretch of time as one over a year of 365 days, were all of it so. */
export function perYear(sum: number, seconds: number): number {
  return (sum * YEAR_SECONDS) / seconds;
}

/** Simple payback I/S, and NPV = −I + S (1 − (1 + r)^−n)/r: savings of equal size at the end of each of `n` years, none left behind. */
export function payback(investment: number, saving: number, years: number, rate?: number): Payback {
  const found: Payback = {};
  if (investment <= 0 && saving > 0) found.years = 0;
  else if (saving > 0) found.years = investment / saving;
  if (rate !== undefined)
    found.presentValue = -investment + saving * (rate === 0 ? years : (1 - (1 + rate) ** -years) / rate);
  return found;
}
