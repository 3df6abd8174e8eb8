import type { NodeProps } from '@xyflow/react';
import { Power } from 'lucide-react';
import { memo, useState, type ReactElement } from 'react';
import { setGroupTitle } from '@twinloom/runtime/graph/group-edits';
import { documentStore } from '../stores/document-store.ts';
import type { FrameNode } from './frame-nodes.ts';

/** The frame around a group: its title, which moves all its members, and what it runs on. */
export const GroupFrame = memo(function GroupFrame({ data, selected }: NodeProps<FrameNode>): ReactElement {
  const { id, group } = data;
  const [isNaming, setNaming] = useState(false);
  const title = group.title ?? id;
  return (
    <div className="group-frame" data-selected={selected || undefined}>
      <div
        className="group-title"
        title="Drag to move the group, double-click to name it"
        onDoubleClick={() => setNaming(true)}
      >
        {isNaming ? (
          <input
            className="group-name nodrag"
            aria-label="Name of the group"
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
          <span className="group-enable" title={`Runs while ${group.enable} says true`}>
            <Power size={12} aria-hidden="true" />
            {group.enable}
          </span>
        )}
      </div>
    </div>
  );
});
