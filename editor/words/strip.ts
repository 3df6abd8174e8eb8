import { inLanguage } from './language.ts';

/** What the time strip says. */
export const stripWords = inLanguage('strip', {
  all: 'all',
  strip: 'Time',
  goLiveMeans: 'Show what is live again (Shift+H)',
  isLiveMeans: 'The page shows what is live',
  liveButton: 'Live',
  instants: 'Instant by instant',
  instantBack: 'An instant back',
  instantBackWithKey: 'An instant back (,)',
  pause: 'Pause',
  play: 'Play',
  withPlayKey: (act: string) => `${act} (Shift+P)`,
  instantOn: 'An instant on',
  instantOnWithKey: 'An instant on (.)',
  speed: 'Speed',
  speedMeans: 'Seconds of the past in one second',
  reach: 'How far the slider reaches back',
  alarm: 'Alarm',
  deploy: 'Deploy',
  slider: 'Time that is shown',
  live: 'live',
  sliderKeys:
    'Arrows: 1 s, with Shift 10 s, with Alt to the next mark. Page: 1 min. Home: the oldest. End: live.',
  timeRule: 'Write 14:02:10, 2026-11-27 14:02, or 10 min ago',
  goToTime: 'Go to a time',
});
