import type { Flow } from '@twinloom/runtime/graph/flow';

/** Something on the page that the tour points at. */
export interface TourStep {
  id: string;
  title: string;
  /** What it is, and what to try there. */
  says: string;
  /** Where it is on the page. */
  target: string;
  /** What has to be open before it can be pointed at. */
  opens?: { node: string } | { tab: 'scope' | 'scenarios' } | { why: string };
}

/** The port that the twin of the pump works out beside the one that is measured. */
const MODELLED = { node: 'modelPipe', port: 'modelPipe.flow' };

/** The steps for a flow with a twin: those about the pump where it is one, those about the page in any. */
export function tourSteps(flow: Flow): readonly TourStep[] {
  const [measured] = Object.entries(flow.nodes).find(([, { type }]) => type === 'sources/mqtt') ?? [];
  const isPump = Object.hasOwn(flow.nodes, MODELLED.node);
  return [
    ...(measured === undefined ? [] : [measuredStep(measured)]),
    ...(isPump ? MODELLED_STEPS : []),
    ...PAGE_STEPS,
  ];
}

const measuredStep = (node: string): TourStep => ({
  id: 'measured',
  title: 'What the plant measures',
  says: 'Each card is a node, and this one is a sensor. Its value comes from the plant over MQTT, now. Where a value stands still or is marked bad, the plant is silent.',
  target: cardOf(node),
  opens: { node },
});

const MODELLED_STEPS: readonly TourStep[] = [
  {
    id: 'modelled',
    title: 'What it should be',
    says: 'The twin works out the same flow from the physics of pump, pipe and tank. Where the two drift apart, something in the plant has changed.',
    target: cardOf(MODELLED.node),
    opens: { node: MODELLED.node },
  },
  {
    id: 'why',
    title: 'Why is it what it is?',
    says: 'Select a node and press W. The chain goes back to the sensors, with the share that each has in the value.',
    target: '[aria-labelledby="why-title"]',
    opens: { why: MODELLED.port },
  },
];

const PAGE_STEPS: readonly TourStep[] = [
  {
    id: 'controls',
    title: 'Act on the plant',
    says: 'These work on the running plant at once. Move the speed: after a few seconds the measured and the modelled values follow.',
    target: '.control-bar',
  },
  {
    id: 'scope',
    title: 'See it over time',
    says: 'The scope draws what you choose. A node’s ports are added to it in the inspector. Turn the wheel over the chart to see more or less time.',
    target: 'section.bottom',
    opens: { tab: 'scope' },
  },
  {
    id: 'past',
    title: 'Go back',
    says: 'Drag this slider to the left. Every value on the page becomes what it was then, until you go back to live. The plant runs on meanwhile.',
    target: '.time-strip',
  },
  {
    id: 'scenarios',
    title: 'Ask what would be',
    says: 'A copy of the twin runs ahead with your change, faster than time. The plant is not touched. Choose a question and ask it.',
    target: 'section.bottom',
    opens: { tab: 'scenarios' },
  },
  {
    id: 'build',
    title: 'Change the twin',
    says: 'Drag a node from this list onto the canvas and draw edges from its ports. Everything can be undone, and nothing of it runs yet.',
    target: '.palette',
  },
  {
    id: 'deploy',
    title: 'Deploy, when you want it to run',
    says: 'Deploy shows first what it changes and which nodes keep their state. Ctrl+K finds every command, and this tour again; ? lists the keys.',
    target: '.header-actions',
  },
];

function cardOf(node: string): string {
  return `.react-flow__node[data-id="${node}"]`;
}
