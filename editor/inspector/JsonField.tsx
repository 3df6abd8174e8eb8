import { useEffect, useRef, useState, type ReactElement } from 'react';
import { forgetUnfinished, keepUnfinished, unfinishedText } from '../stores/unfinished-texts.ts';
import { inspectorWords } from '../words/inspector.ts';

interface JsonFieldProps {
  id: string;
  value: unknown;
  /** The param it is: what cannot be taken is kept for it. */
  node: string;
  param: string;
  onChange(value: unknown): void;
}

/** A param that no other field can show, as its JSON; what is no JSON stays and changes nothing. */
export function JsonField({ id, value, node, param, onChange }: JsonFieldProps): ReactElement {
  const written = unfinishedText(node, param, value) ?? textOf(value);
  const [text, setText] = useState(written);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (document.activeElement !== area.current) setText(written);
  }, [written]);
  const read = readJson(text);
  const take = (typed: string): void => {
    setText(typed);
    const next = readJson(typed);
    if ('problem' in next) keepUnfinished(node, param, typed, value);
    else {
      forgetUnfinished(node, param);
      onChange(next.value);
    }
  };
  return (
    <>
      <textarea
        ref={area}
        id={id}
        className="input code"
        rows={4}
        value={text}
        spellCheck={false}
        aria-invalid={'problem' in read || undefined}
        aria-describedby={`${id}-says`}
        onChange={(event) => take(event.currentTarget.value)}
      />
      <span id={`${id}-says`} className="field-says tone-bad">
        {'problem' in read && inspectorWords.keepsValue(read.problem)}
      </span>
    </>
  );
}

function textOf(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, undefined, 1);
}

function readJson(text: string): { value: unknown } | { problem: string } {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : inspectorWords.isNoJson };
  }
}
