import { inLanguage } from './language.ts';

/** What a probe on the canvas says. */
export const probeWords = inLanguage('probe', {
  probe: (port: string) => `Probe of ${port}: arrow keys move it, Delete takes it away`,
  takeAway: (port: string) => `Take the probe of ${port} away`,
  lastMinute: (low: string, high: string) => `1 min: ${low} … ${high}`,
});
