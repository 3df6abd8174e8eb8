import { catalog as nodes } from '@twinloom/nodes/catalog';
import { describeCatalog } from '@twinloom/runtime/node/catalog';
import type { NodeDescriptor, ParamSchema, PortDescriptor } from '@twinloom/runtime/node/descriptor';
import { parseCommand } from './parse-command.ts';

/** `twinloom catalog`: every node with its ports, params and docs, as text or as JSON. */
export async function catalog(args: string[]): Promise<number> {
  const parsed = parseCommand(args, { json: { type: 'boolean' } });
  const problem = 'problem' in parsed ? parsed.problem : strangerIn(parsed.positionals);
  if (problem !== undefined || 'problem' in parsed) {
    console.error(`twinloom catalog: ${problem}`);
    return 2;
  }
  const described = describeCatalog(nodes);
  console.log(
    parsed.values.json === true
      ? JSON.stringify(described, null, 2)
      : described.nodes.map(describeNode).join('\n\n'),
  );
  return 0;
}

function strangerIn([first]: readonly string[]): string | undefined {
  return first === undefined ? undefined : `it takes no argument such as ${first}, only --json`;
}

/** A node as lines of text: its type and title, docs, then a table of ports and params. */
export function describeNode(node: NodeDescriptor): string {
  const rows = [
    ...Object.entries(node.inputs).map(([name, port]) => ['in', name, describePort(port)]),
    ...(node.inputsFrom === undefined ? [] : [['in', '…', `as declared in ${node.inputsFrom}`]]),
    ...Object.entries(node.outputs).map(([name, port]) => ['out', name, describePort(port)]),
    ...Object.entries(node.params).map(([name, param]) => [
      'param',
      name,
      describeParam(param, node.required.includes(name)),
    ]),
  ];
  const width = Math.max(0, ...rows.map(([, name = '']) => name.length));
  const lines = rows.map(([kind = '', name = '', text = '']) =>
    `  ${kind.padEnd(6)}${name.padEnd(width + 2)}${text}`.trimEnd(),
  );
  return [`${node.type}  ${node.title} (${node.kind})`, `  ${node.docs}`, ...lines].join('\n');
}

function describePort({ type, unit, doc, default: fallback, optional }: PortDescriptor): string {
  const unitText = unit.kind === 'code' ? unit.code : unit.kind === 'like' ? `unit of ${unit.port}` : '';
  return [
    typeof type === 'string' ? type : `type as in ${type.param}`,
    unitText,
    fallback === undefined ? '' : `[${fallback}]`,
    optional === true ? '(optional)' : '',
    doc ?? '',
  ]
    .filter(Boolean)
    .join(' ');
}

function describeParam(param: ParamSchema, isRequired: boolean): string {
  const { type, enum: options, unit, default: fallback, tunable, title, description } = param;
  return [
    options ? options.map(String).join(' | ') : (type ?? ''),
    unit === undefined || unit.includes(':') ? '' : unit,
    fallback === undefined ? (isRequired ? '(required)' : '') : `[${JSON.stringify(fallback)}]`,
    tunable === true ? '(tunable)' : '',
    description ?? title ?? '',
  ]
    .filter(Boolean)
    .join(' ');
}
