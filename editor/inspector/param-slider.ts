import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { niceStep } from '../ui/nice-step.ts';

/** How a slider moves; in the param's unit. */
export interface ParamSlider {
  min: number;
  max: number;
  step: number;
}

/** A slider over more whole numbers than these is too coarse to set one of them. */
const MOST_STEPS = 1_000;

/** The slider of a param that has a least and a greatest value; undefined where it has not, or where it reaches too far for a hand. */
export function sliderOf(schema: ParamSchema): ParamSlider | undefined {
  const low = schema.minimum ?? schema.exclusiveMinimum;
  const high = schema.maximum ?? schema.exclusiveMaximum;
  if (low === undefined || high === undefined || !(high > low)) return undefined;
  // Times reach from milliseconds to days: what counts is their power of ten, which is typed.
  if (schema.widget === 'duration' || schema.widget === 'window') return undefined;
  const isWhole = schema.type === 'integer';
  if (isWhole && high - low > MOST_STEPS) return undefined;
  const step = isWhole ? 1 : niceStep(high - low);
  return {
    min: schema.minimum === undefined ? low + step : low,
    max: schema.maximum === undefined ? high - step : high,
    step,
  };
}

/** What a slider says, without the noise of its steps in binary: 0.30000000000000004 is 0.3. */
export function slidValue({ step }: ParamSlider, value: number): number {
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(step)));
  return Number(value.toFixed(Math.min(decimals, 12)));
}
