import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { canvasWords } from '../words/canvas.ts';

/** What is wrong on a card, as a sign with its text. */
export function ProblemMark({ severity, says }: Pick<Diagnostic, 'severity' | 'says'>): ReactElement {
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
  return (
    <span className={`card-mark mark-${severity}`} title={says}>
      <Icon size={14} aria-label={canvasWords.severities[severity](says)} />
    </span>
  );
}
