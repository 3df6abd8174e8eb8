import { inLanguage } from './language.ts';

/** What the pane says that explains a value. */
export const whyWords = inLanguage('why', {
  title: 'Why is it what it is',
  askAgain: 'Ask again',
  askAgainMeans: 'Ask again, for the time that the page shows',
  close: 'Close this pane',
  port: 'Port',
  working: 'Working it out from the log…',
  beginsHere:
    'This value begins here: nothing in the flow goes into it. To see what a value follows from, ask a node further to the right, such as a model.',
  sharesMean: (window: string) =>
    `The bar is the part of each input in the value above it, its sign says which way. It is found by moving that input a little over the last ${window} and working all out again, so it holds near these values. What a state held before belongs to no input.`,
  noShares: 'No part can be told: that takes numbers, and an output that a small change of an input moves.',
  chain: 'Chain of inputs',
  into: (input: string) => `into ${input}`,
  chainStandsAbove: ' · its chain stands above',
  uncertain: 'uncertain · ',
  age: (age: string) => `${age} old`,
  slope: (unit: string, slope: string) => `1 ${unit} more of it moves the value above by ${slope}`,
});
