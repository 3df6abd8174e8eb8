import type { Flow } from '@twinloom/runtime/graph/flow';
import { tourWords } from '../../words/tour.ts';

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
  title: tourWords.measured,
  says: tourWords.measuredMeans,
  target: cardOf(node),
  opens: { node },
});

const MODELLED_STEPS: readonly TourStep[] = [
  {
    id: 'modelled',
    title: tourWords.modelled,
    says: tourWords.modelledMeans,
    target: cardOf(MODELLED.node),
    opens: { node: MODELLED.node },
  },
  {
    id: 'why',
    title: tourWords.why,
    says: tourWords.whyMeans,
    target: '[aria-labelledby="why-title"]',
    opens: { why: MODELLED.port },
  },
];

const PAGE_STEPS: readonly TourStep[] = [
  {
    id: 'controls',
    title: tourWords.act,
    says: tourWords.actMeans,
    target: '.control-bar',
  },
  {
    id: 'scope',
    title: tourWords.scope,
    says: tourWords.scopeMeans,
    target: 'section.bottom',
    opens: { tab: 'scope' },
  },
  {
    id: 'past',
    title: tourWords.past,
    says: tourWords.pastMeans,
    target: '.time-strip',
  },
  {
    id: 'scenarios',
    title: tourWords.ask,
    says: tourWords.askMeans,
    target: 'section.bottom',
    opens: { tab: 'scenarios' },
  },
  {
    id: 'build',
    title: tourWords.build,
    says: tourWords.buildMeans,
    target: '.palette',
  },
  {
    id: 'deploy',
    title: tourWords.deploy,
    says: tourWords.deployMeans,
    target: '.header-actions',
  },
];

function cardOf(node: string): string {
  return `.react-flow__node[data-id="${node}"]`;
}
