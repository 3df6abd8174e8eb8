import {
  acknowledgeBody,
  alarmEventListBody,
  alarmListBody,
  shelveBody,
  unshelveBody,
} from '@twinloom/runtime/protocol/bodies';
import { z } from 'zod';
import { refuse } from '../auth/problem.ts';
import { listAlarmEvents } from '../storage/alarms.ts';
import { LOCAL_AUTHOR, type Api, type Parts } from './parts.ts';
import { problemAnswers, unknownAlarm } from './problems.ts';

const MINUTE = 60;

/** `/api/alarms`: how alarms stand, what happened to them, and what people do about them. */
export function alarmRoutes(app: Api, { alarms, storage }: Parts): void {
  app.get(
    '/api/alarms',
    {
      config: { permission: 'read' },
      schema: {
        summary:
          'Every alarm that is not normal, the most urgent first; more than 10 raised in 10 minutes is a flood',
        response: { 200: alarmListBody, ...problemAnswers },
      },
    },
    () => alarms.list(),
  );

  app.get(
    '/api/alarms/journal',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'What happened to alarms, the newest first',
        querystring: z.object({
          twin: z.string().optional(),
          limit: z.coerce.number().int().min(1).max(10_000).default(200),
        }),
        response: { 200: alarmEventListBody, ...problemAnswers },
      },
    },
    ({ query: { twin, limit } }) => listAlarmEvents(storage, { twin, limit }),
  );

  app.post(
    '/api/alarms/acknowledge',
    {
      config: { permission: 'write' },
      schema: {
        summary: 'Somebody has seen these alarms; what is not there to be acknowledged any more is left out',
        body: acknowledgeBody,
        response: { 200: alarmListBody, ...problemAnswers },
      },
    },
    ({ body: { alarms: seen, comment } }) => {
      for (const key of seen) alarms.acknowledge(key, { author: LOCAL_AUTHOR, comment });
      return alarms.list();
    },
  );

  app.post(
    '/api/alarms/shelve',
    {
      config: { permission: 'write' },
      schema: {
        summary: 'Puts an alarm away for some minutes',
        body: shelveBody,
        response: { 200: alarmListBody, ...problemAnswers },
      },
    },
    ({ body: { twin, node, minutes, comment } }, reply) => {
      const isDone = alarms.shelve({ twin, node }, minutes * MINUTE, { author: LOCAL_AUTHOR, comment });
      return isDone ? alarms.list() : refuse(reply, unknownAlarm(twin, node));
    },
  );

  app.post(
    '/api/alarms/unshelve',
    {
      config: { permission: 'write' },
      schema: {
        summary: 'Shows a shelved alarm again',
        body: unshelveBody,
        response: { 200: alarmListBody, ...problemAnswers },
      },
    },
    ({ body: { twin, node } }, reply) =>
      alarms.unshelve({ twin, node }, { author: LOCAL_AUTHOR })
        ? alarms.list()
        : refuse(reply, unknownAlarm(twin, node)),
  );
}
