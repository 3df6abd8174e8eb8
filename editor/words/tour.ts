import { inLanguage } from './language.ts';

/** What the guided tour says. */
export const tourWords = inLanguage('tour', {
  measured: 'What the plant measures',
  measuredMeans:
    'Each card is a node, and this one is a sensor. Its value comes from the plant over MQTT, now. Where a value stands still or is marked bad, the plant is silent.',
  modelled: 'What it should be',
  modelledMeans:
    'The twin works out the same flow from the physics of pump, pipe and tank. Where the two drift apart, something in the plant has changed.',
  why: 'Why is it what it is?',
  whyMeans:
    'Select a node and press W. The chain goes back to the sensors, with the share that each has in the value.',
  act: 'Act on the plant',
  actMeans:
    'These work on the running plant at once. Move the speed: after a few seconds the measured and the modelled values follow.',
  scope: 'See it over time',
  scopeMeans:
    'The scope draws what you choose. A node’s ports are added to it in the inspector. Turn the wheel over the chart to see more or less time.',
  past: 'Go back',
  pastMeans:
    'Drag this slider to the left. Every value on the page becomes what it was then, until you go back to live. The plant runs on meanwhile.',
  ask: 'Ask what would be',
  askMeans:
    'A copy of the twin runs ahead with your change, faster than time. The plant is not touched. Choose a question and ask it.',
  build: 'Change the twin',
  buildMeans:
    'Drag a node from this list onto the canvas and draw edges from its ports. Everything can be undone, and nothing of it runs yet.',
  deploy: 'Deploy, when you want it to run',
  deployMeans:
    'Deploy shows first what it changes and which nodes keep their state. Ctrl+K finds every command, and this tour again; ? lists the keys.',
  offer: 'New here?',
  offerMeans: 'A tour of two minutes shows what this page can do, on the twin that runs.',
  notNow: 'Not now',
  showMe: 'Show me',
  step: (at: number, count: number) => `Tour, ${at} of ${count}`,
  leave: 'Leave',
  back: 'Back',
  done: 'Done',
  next: 'Next',
});
