import { formatValue } from '../signal/format-value.ts';
import type { PairedDifference, Share } from './paired-differences.ts';

/** In how many draws a KPI is better, in words; greater or less where nothing says which is better. '' where no draw gave a value. */
export function sayShare(
  better: 'less' | 'more' | undefined,
  { above, below }: Pick<PairedDifference, 'above' | 'below'>,
): string {
  if (!above || !below) return '';
  if (above.share === 0 && below.share === 0) return 'the same in all draws';
  if (better) return `better in ${sayOf(better === 'more' ? above : below)}`;
  return above.share >= below.share ? `greater in ${sayOf(above)}` : `less in ${sayOf(below)}`;
}

function sayOf({ share, from, to }: Share): string {
  const percent = (part: number): string => formatValue(100 * part, 3);
  return `${percent(share)} % (${percent(from)} to ${percent(to)} %)`;
}
