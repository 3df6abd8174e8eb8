#!/usr/bin/env node
import { keepCompiled } from './cli/keep-compiled.ts';

keepCompiled();
const { openBundle } = await import('./cli/open-bundle.ts');
const bundle = await openBundle(process.argv.slice(2));
await (bundle === undefined ? import('./cli/run-process.ts') : import(bundle));
