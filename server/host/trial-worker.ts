import { runEngine } from './run-engine.ts';
import { trialCatalog } from './trial-nodes.ts';

runEngine(trialCatalog);
