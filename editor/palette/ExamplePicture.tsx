import type { ReactElement } from 'react';
import type { ExampleBody } from '@twinloom/runtime/protocol/bodies';
import { ExampleMap } from './ExampleMap.tsx';

/** The picture of an example, or its flow drawn small. */
export function ExamplePicture({ example }: { example: ExampleBody }): ReactElement {
  return example.picture === undefined ? (
    <ExampleMap map={example.map} />
  ) : (
    <img src={example.picture} alt="" />
  );
}
