import { catalog } from '@twinloom/nodes/catalog';
import { runEngine } from './run-engine.ts';

runEngine(catalog);
