import { useState, type ReactElement } from 'react';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { Equation } from './Equation.tsx';
import { equationsOf } from './equations-of.ts';
import { NodeExample } from './NodeExample.tsx';
import { inspectorWords } from '../words/inspector.ts';

interface NodeHelpProps {
  descriptor: NodeDescriptor;
  params: Readonly<Record<string, unknown>>;
}

/** What a node type does, at work and in words: its example, its formulas, where they come from, and what it does not model. */
export function NodeHelp({ descriptor, params }: NodeHelpProps): ReactElement {
  const equations = equationsOf(descriptor, params);
  return (
    <section className="inspector-section help">
      <h3 className="section-title">{inspectorWords.about}</h3>
      <p>{descriptor.docs}</p>
      {descriptor.example && (
        <NodeExample key={descriptor.type} descriptor={descriptor} example={descriptor.example} />
      )}
      {equations.length > 0 && <Equations equations={equations} />}
      {descriptor.doesNotModel && (
        <p>
          <strong>{inspectorWords.doesNotModel}</strong> {descriptor.doesNotModel}
        </p>
      )}
      {descriptor.source && <p className="muted">{inspectorWords.source(descriptor.source)}</p>}
    </section>
  );
}

/** Formulas as in a book, or as they are written, to be copied. */
function Equations({ equations }: { equations: readonly string[] }): ReactElement {
  const [asText, setAsText] = useState(false);
  return (
    <div>
      <div className="field-head">
        <h4 className="example-title">{inspectorWords.equations}</h4>
        <button
          type="button"
          className="link-button"
          aria-pressed={asText}
          onClick={() => setAsText(!asText)}
        >
          {inspectorWords.asText}
        </button>
      </div>
      {/* Reached by keys too: a long formula is read by scrolling. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className="equations" tabIndex={0} aria-label={inspectorWords.equations}>
        {equations.map((equation, i) => (
          // The same may be written twice.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={i}>{asText ? <code>{equation}</code> : <Equation text={equation} />}</li>
        ))}
      </ul>
    </div>
  );
}
