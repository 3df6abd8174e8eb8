import { inLanguage } from './language.ts';

/** What is said while the page shows the past. */
export const pastWords = inLanguage('past', {
  isThePast: (time: string) => `This is the past: ${time}.`,
  nothingToShow: (what: string) => `Nothing to show: ${what}`,
  rememberedFrom: (twin: string, oldest: string) => `${twin} is remembered from ${oldest} on.`,
  goesOn: (twin: string) => `${twin} goes on meanwhile.`,
  ranOtherVersion: (version: number, shown: number) =>
    `It ran version ${version} then, the canvas shows the draft behind version ${shown}: nodes that were not there have no value.`,
  compareVersions: 'Compare the versions',
  goToOldest: 'Go to the oldest',
  backToLive: 'Back to live',
});
