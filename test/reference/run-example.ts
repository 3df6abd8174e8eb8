import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Binding } from '@twinloom/runtime/compile/resolve-params';
import { readFlow } from '@twinloom/runtime/graph/read-flow';
import { Twin, type Emission } from '@twinloom/runtime/run/twin';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const TWIN = 'example';

/** Makes the plant or the twin of an example, in simulated time. */
export function exampleTwin(
  id: string,
  file: 'plant' | 'twin',
  parameters: Binding['parameters'] = {},
  onEmit?: (emission: Emission) => void,
): Twin {
  const { flow, diagnostics } = readFlow(readFileSync(join(EXAMPLES, id, `${file}.flow.json`), 'utf8'));
  const compiled = flow && compileFlow(flow, catalog, { twin: TWIN, parameters });
  if (!compiled?.plan)
    throw new Error([...diagnostics, ...(compiled?.diagnostics ?? [])].map(({ says }) => says).join('; '));
  return new Twin(compiled.plan, { id: TWIN, ...(onEmit && { onEmit }) });
}

/** Plant and twin of an example that hear each other as over a broker: what one sends by `every` s, the other has then. */
export function exampleInLife(id: string, every: number) {
  const [sent, ordered]: [Emission[], Emission[]] = [[], []];
  const plant = exampleTwin(id, 'plant', {}, (emission) => sent.push(emission));
  const twin = exampleTwin(id, 'twin', {}, (emission) => ordered.push(emission));
  let steps = 0;
  const advance = (to: number): void => {
    for (; steps * every <= to; steps++) {
      const t = steps * every;
      plant.advance(t);
      hear(twin, t, sent.splice(0));
      twin.advance(t);
      hear(plant, t, ordered.splice(0));
    }
  };
  return { plant, twin, advance };
}

function hear(twin: Twin, t: number, emissions: readonly Emission[]): void {
  for (const { address, bytes } of emissions) {
    const inputs = twin.plan.sources
      .filter(
        (source) => 'topic' in source.address && 'topic' in address && source.address.topic === address.topic,
      )
      .map(({ node, decode }) => ({ node, ...decode(bytes) }));
    if (inputs.length > 0) twin.deliver(t, inputs);
  }
}
