import { inLanguage } from './language.ts';

/** What the gallery of examples says. */
export const examplesWords = inLanguage('examples', {
  parameters: 'Its parameters',
  plant: 'The plant that runs beside it',
  asksNothing: 'It asks for nothing: open it as it is.',
  newFromExample: 'New from an example',
  close: 'Close',
  cancel: 'Cancel',
  back: 'Back',
  open: 'Open',
  opening: 'Opening',
  newEmptyFlow: 'New empty flow',
  looking: 'Looking for examples.',
  none: 'No examples came with this server. Begin with an empty flow.',
  list: 'Examples',
  withPlant: 'Comes with a plant that runs beside it',
});
