import type { NodeProps } from '@xyflow/react';
import { ChevronDown, Power } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import { setGroupTitle } from '@twinloom/runtime/graph/group-edits';
import { collapseGroups } from '../stores/collapse-groups.ts';
import { documentStore } from '../stores/document-store.ts';
import { groupCardId } from '../stores/selection.ts';
import { useSession } from '../stores/session-store.ts';
import type { FrameNode } from './frame-nodes.ts';
import { canvasWords } from '../words/canvas.ts';

/** The frame around a group: its title, which moves all its members, and what it runs on. */
export const GroupFrame = memo(function GroupFrame({ data, selected }: NodeProps<FrameNode>): ReactElement {
  const { id, group } = data;
  const isNaming = useSession(({ writing }) => writing === groupCardId(id));
  const setNaming = (naming: boolean): void =>
    useSession.setState({ writing: naming ? groupCardId(id) : undefined });
  const title = group.title ?? id;
  return (
    <div className="group-frame" data-selected={selected || undefined}>
      <div className="group-title" title={canvasWords.groupTitleMeans} onDoubleClick={() => setNaming(true)}>
        <button
          type="button"
          className="icon-button group-turn nodrag"
          aria-label={canvasWords.collapse(title)}
          title={canvasWords.collapseMeans}
          onClick={() => collapseGroups([id], true)}
        >
          <ChevronDown size={14} aria-hidden="true" />
        </button>
        {isNaming ? (
          <input
            className="group-name nodrag"
            aria-label={canvasWords.groupName}
            // The person just asked to type here.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            value={title}
            maxLength={80}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => {
              const name = event.currentTarget.value;
              documentStore.getState().edit((flow) => setGroupTitle(flow, id, name), `group ${id} title`);
            }}
            onBlur={() => setNaming(false)}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === 'Enter' || event.key === 'Escape') setNaming(false);
            }}
          />
        ) : (
          <span className="group-name">{title}</span>
        )}
        {group.enable !== undefined && (
          <span className="group-enable" title={canvasWords.runsWhile(group.enable)}>
            <Power size={12} aria-hidden="true" />
            {group.enable}
          </span>
        )}
      </div>
    </div>
  );
});
