import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { hasErrors, type Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { loadFlow } from './load-flow.ts';
import { loadTables } from './load-tables.ts';
import { parseCommand } from './parse-command.ts';
import { sayDiagnostic } from './say-diagnostic.ts';

/** `twinloom check`: every diagnostic of every file, one a line on stdout; 1 if any forbids a deploy. */
export async function check(args: string[]): Promise<number> {
  const parsed = parseCommand(args, {});
  if ('problem' in parsed) return usage(parsed.problem);
  const { positionals: files } = parsed;
  if (files.length === 0) return usage('name at least one flow file: twinloom check FLOW…');
  let isSound = true;
  for (const file of files) {
    const diagnostics = await checkFile(file);
    for (const diagnostic of diagnostics) console.log(sayDiagnostic(file, diagnostic));
    isSound &&= !hasErrors(diagnostics);
  }
  return isSound ? 0 : 1;
}

async function checkFile(file: string): Promise<Diagnostic[]> {
  const { flow, diagnostics } = await loadFlow(file);
  if (!flow) return diagnostics;
  const { tables } = await loadTables(flow, file);
  return [...diagnostics, ...compileFlow(flow, catalog, {}, tables).diagnostics];
}

function usage(says: string): number {
  console.error(`twinloom check: ${says}`);
  return 2;
}
