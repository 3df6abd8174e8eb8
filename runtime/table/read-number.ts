/** A number as a program writes it. */
export const PLAIN_NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** How programs write a measurement that is none. */
export const NOT_A_NUMBER = /^(?:[+-]?(?:nan|inf|infinity)|null|none|n\/?a|bad|#n\/a|-|---)$/i;

const WITH_COMMA = /^[+-]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?$/;
const COMMA_GROUPS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const POINT_GROUPS = /^[+-]?\d{1,3}(?:[.\u00A0\u202F ']\d{3})+(?:,\d+)?$/;

/** A number with a decimal point (`1,234.5`) or a decimal comma (`1.234,5`); undefined when it is none. */
export function readNumber(text: string, decimal: '.' | ','): number | undefined {
  if (decimal === '.') {
    if (PLAIN_NUMBER.test(text)) return Number(text);
    return COMMA_GROUPS.test(text) ? Number(text.replaceAll(',', '')) : undefined;
  }
  if (WITH_COMMA.test(text)) return Number(text.replace(',', '.'));
  return POINT_GROUPS.test(text)
    ? Number(text.replaceAll(/[.\u00A0\u202F ']/g, '').replace(',', '.'))
    : undefined;
}

/** 1 for true, on, yes, 0 for false, off, no; undefined for anything else. */
export function readBoolean(text: string): number | undefined {
  if (/^(true|on|yes|1)$/i.test(text)) return 1;
  return /^(false|off|no|0)$/i.test(text) ? 0 : undefined;
}
