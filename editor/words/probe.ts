import { inLanguage } from './language.ts';

/** TODO */
export const probeWords = inLanguage('probe', {
  probe: (port: string) => `Probe of ${port}: arrow keys move it, Delete takes it away`,
  takeAway: (port: string) => `Take the probe of ${port} away`,
  lastMinute: (range: string, range2: string) => `1 min: ${range} … ${range2}`,
});
