import type { ResolvedNode } from '@twinloom/runtime/compile/resolve-ports';
import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { multiplyUnits } from '@twinloom/runtime/expression/combine-units';
import { differenceUnit } from '@twinloom/runtime/signal/convert';
import { parseUnit } from '@twinloom/runtime/signal/unit';

/** The UCUM code a param is in: its own, that of the port or of the param it follows; '' while unknown or none. */
export function paramUnit(
  schema: ParamSchema,
  params: Readonly<Record<string, unknown>>,
  ports: ResolvedNode | undefined,
): string {
  const [kind = '', name = ''] = schema.unit?.split(':') ?? [];
  if (name === '') return schema.unit ?? '';
  if (kind === 'param') {
    const code = params[name];
    return typeof code === 'string' ? code : (ports?.outputs.get('value')?.unit ?? '');
  }
  const code = ports?.inputs.get(name)?.unit ?? ports?.outputs.get(name)?.unit ?? '';
  if ((kind !== 'difference' && kind !== 'rate') || code === '') return code;
  const parsed = parseUnit(code);
  if ('problem' in parsed) return code;
  const difference = differenceUnit(parsed.unit);
  const second = parseUnit('s');
  if (kind === 'difference' || 'problem' in second) return difference.code;
  return multiplyUnits(difference, second.unit, -1)?.code ?? '';
}
