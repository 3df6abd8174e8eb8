import type { ReactElement } from 'react';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { NodeExample } from './NodeExample.tsx';

/** What a node type does, at work and in words: its example, its formulas, where they come from, and what it does not model. */
export function NodeHelp({ descriptor }: { descriptor: NodeDescriptor }): ReactElement {
  return (
    <section className="inspector-section help">
      <h3 className="section-title">About this node</h3>
      <p>{descriptor.docs}</p>
      {descriptor.example && (
        <NodeExample key={descriptor.type} descriptor={descriptor} example={descriptor.example} />
      )}
      {descriptor.equations.length > 0 && (
        <ul className="equations">
          {descriptor.equations.map((equation) => (
            <li key={equation}>
              <code>{equation}</code>
            </li>
          ))}
        </ul>
      )}
      {descriptor.doesNotModel && (
        <p>
          <strong>Does not model</strong> {descriptor.doesNotModel}
        </p>
      )}
      {descriptor.source && <p className="muted">Source: {descriptor.source}</p>}
    </section>
  );
}
