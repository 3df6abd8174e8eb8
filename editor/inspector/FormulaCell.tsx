import { useRef, type ClipboardEvent, type KeyboardEvent, type ReactElement } from 'react';
import type { FormulaName } from './complete-formula.ts';
import { useCompletions } from './use-completions.tsx';

interface FormulaCellProps {
  label: string;
  describedBy: string;
  value: string;
  names: readonly FormulaName[];
  onChange(text: string): void;
  onPaste(event: ClipboardEvent): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** A cell of a table that holds a formula: it completes as it is typed. */
export function FormulaCell(props: FormulaCellProps): ReactElement {
  const { label, describedBy, value, names, onChange, onPaste, onKeyDown } = props;
  const field = useRef<HTMLInputElement>(null);
  const { attributes, list } = useCompletions({ field, text: value, names, onChange, onKeyDown });
  return (
    <span className="completing">
      <input
        ref={field}
        className="input"
        aria-label={label}
        aria-describedby={describedBy}
        title={value}
        value={value}
        onPaste={onPaste}
        {...attributes}
      />
      {list}
    </span>
  );
}
