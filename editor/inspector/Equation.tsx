import { createElement, type ReactElement, type ReactNode } from 'react';
import { mathOfEquation, type MathNode } from './math-of.ts';

/** An equation, typeset; as it is written where it cannot be read. */
export function Equation({ text }: { text: string }): ReactElement {
  const math = mathOfEquation(text);
  if (!math) return <code>{text}</code>;
  return createElement('math', { display: 'block', title: text }, toElement(math));
}

function toElement(node: MathNode): ReactNode {
  if (typeof node === 'string') return node;
  return createElement(node.tag, node.attributes, ...node.in.map(toElement));
}
