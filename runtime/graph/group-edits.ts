import { idPattern, type Flow, type FlowGroup } from './flow.ts';
import { freeName } from './free-name.ts';

/** Puts nodes into a new group. Groups may share members. Hands back the group's id. */
export function groupNodes(
  flow: Flow,
  members: readonly string[],
  title: string,
): { flow: Flow; id: string } {
  const id = freeName(new Set(Object.keys(flow.groups ?? {})), 'group');
  const group: FlowGroup = { title, members: [...members] };
  return { flow: { ...flow, groups: { ...flow.groups, [id]: group } }, id };
}

/** Takes groups away; their nodes stay. */
export function ungroup(flow: Flow, ids: readonly string[]): Flow {
  const { groups = {}, ...rest } = flow;
  const left = Object.entries(groups).filter(([id]) => !ids.includes(id));
  if (left.length === Object.keys(groups).length) return flow;
  return left.length === 0 ? rest : { ...flow, groups: Object.fromEntries(left) };
}

/** Collapses groups to one card each, or expands them. */
export function setCollapsed(flow: Flow, ids: readonly string[], collapsed: boolean): Flow {
  const changed = Object.entries(flow.groups ?? {}).flatMap(([id, group]): [string, FlowGroup][] => {
    const { collapsed: before = false, ...rest } = group;
    if (!ids.includes(id) || before === collapsed) return [];
    return [[id, collapsed ? { ...rest, collapsed } : rest]];
  });
  return changed.length === 0
    ? flow
    : { ...flow, groups: { ...flow.groups, ...Object.fromEntries(changed) } };
}

/** Sets what stands on the frame of a group. */
export function setGroupTitle(flow: Flow, id: string, title: string): Flow {
  const group = flow.groups?.[id];
  if (!group || !idPattern.test(id) || group.title === title) return flow;
  return { ...flow, groups: { ...flow.groups, [id]: { ...group, title } } };
}
