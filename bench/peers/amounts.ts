// Figures as text.
import type { Ratio } from './figures.ts';

export type Unit = 'times' | 'MB' | 's' | 'ms' | 'count';

interface Format {
  readonly digits: number;
  readonly before: string;
  readonly after: string;
}

const formats: Readonly<Record<Unit, Format>> = {
  times: { digits: 2, before: '× ', after: '' },
  MB: { digits: 0, before: '', after: ' MB' },
  s: { digits: 2, before: '', after: ' s' },
  ms: { digits: 1, before: '', after: ' ms' },
  count: { digits: 1, before: '', after: '' },
};

export function amount(value: number, unit: Unit): string {
  const { digits, before, after } = formats[unit];
  return `${before}${value.toFixed(digits)}${after}`;
}

/** With the range over blocks, unless there is only one value. */
export function amountWithRange({ value, least, most }: Ratio, unit: Unit): string {
  if (least === most) return amount(value, unit);
  const [from, to] = [least, most].map((end) => end.toFixed(formats[unit].digits));
  return `${amount(value, unit)} (${from}–${to})`;
}
