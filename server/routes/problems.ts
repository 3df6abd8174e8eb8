import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { problemBody, type ProblemBody } from '@twinloom/runtime/protocol/bodies';
import { problem } from '../auth/problem.ts';
import type { NoPast } from '../host/past-twins.ts';
import type { AssetRefusal } from '../storage/assets.ts';

/** The answers every route may give instead of its own. */
export const problemAnswers = { '4xx': problemBody, '5xx': problemBody };

export const unknownFlow = (id: string): ProblemBody =>
  notFound(
    'unknown-flow',
    `there is no flow ${id}`,
    'GET /api/flows lists them; PUT the document to make one.',
  );

export const unknownVersion = (id: string, n: number): ProblemBody =>
  notFound(
    'unknown-version',
    `the flow ${id} has no version ${n}`,
    'GET /api/flows names the newest version.',
  );

export const unknownTwin = (id: string): ProblemBody =>
  notFound(
    'unknown-twin',
    `there is no twin ${id}`,
    'GET /api/twins lists them; PUT /api/twins/:id makes one.',
  );

export const unknownConnection = (id: string): ProblemBody =>
  notFound(
    'unknown-connection',
    `there is no connection ${id}`,
    'GET /api/connections lists them; PUT makes one.',
  );

export const noPlant = (twin: string): ProblemBody =>
  notFound('no-plant', `no plant of an example is beside the twin ${twin}`, 'GET /api/plants lists them.');

export const unknownExample = (id: string): ProblemBody =>
  notFound('unknown-example', `there is no example ${id}`, 'GET /api/examples lists them.');

/** Values for an example that it cannot take: nothing was made. */
export const refusedValues = (id: string, diagnostics: readonly Diagnostic[]): ProblemBody =>
  problem({
    status: 422,
    title: 'Not a value for this parameter',
    code: 'bad-parameter',
    detail: diagnostics.map(({ says }) => says).join('; '),
    remedy: diagnostics[0]?.remedy ?? `GET /api/examples lists the parameters of ${id}.`,
    diagnostics: [...diagnostics],
  });

export const noPicture = (id: string): ProblemBody =>
  notFound('no-picture', `the example ${id} has no picture`, 'Draw its map instead.');

export const unknownAsset = (hash: string): ProblemBody =>
  notFound(
    'unknown-asset',
    `there is no file ${hash.slice(0, 100)}`,
    'POST /api/assets keeps one and says its hash.',
  );

export const unknownRecord = (name: string): ProblemBody =>
  notFound('unknown-record', `no file ${name.slice(0, 200)} was recorded`, 'GET /api/records lists them.');

export const noStretch = (): ProblemBody =>
  problem({
    status: 400,
    title: 'No stretch of time',
    code: 'no-stretch',
    detail: 'from and to are no times of which the first comes first',
    remedy: 'Write them as 2026-11-27T14:00:00Z or in s since 1970.',
  });

export const noTime = (): ProblemBody =>
  problem({
    status: 400,
    title: 'No time',
    code: 'no-time',
    detail: 'time says no time',
    remedy: 'Write it as 2026-11-27T14:00:00Z or in s since 1970.',
  });

export const badStretch = (hours: number): ProblemBody =>
  problem({
    status: 422,
    title: 'Not this stretch',
    code: 'bad-stretch',
    detail: `key figures are worked out over at most ${hours} h that lie in the past`,
    remedy: 'Show less time, or ask a scenario.',
  });

export const inTheFuture = (): ProblemBody =>
  problem({
    status: 422,
    title: 'Not yet',
    code: 'in-the-future',
    detail: 'that time lies in the future',
    remedy: 'Choose one in the past, or ask a scenario what would be.',
  });

/** Why a twin cannot be shown as it was. */
export const noPast = (twin: string, none: NoPast): ProblemBody => {
  switch (none.reason) {
    case 'too-early':
      return notFound(
        'past-not-kept',
        `the log of ${twin} is kept from ${new Date(none.first * 1000).toISOString()} on`,
        'Choose a later time.',
      );
    case 'gap': {
      const until = none.until === undefined ? '' : ` until ${new Date(none.until * 1000).toISOString()}`;
      return notFound(
        'gap-in-log',
        `the log of ${twin} has a gap there${until}: the twin did not run, or what it did is lost`,
        'Choose a time before the gap, or after it.',
      );
    }
    case 'ended':
      return notFound(
        'log-ended',
        `the log of ${twin} ends at ${new Date(none.last * 1000).toISOString()}: it did not run after that`,
        'Choose an earlier time.',
      );
    case 'unknown-twin':
      return notFound('past-not-kept', `the log says nothing of ${twin} yet`, 'Wait until the twin has run.');
    case 'unknown-port':
      return notFound(
        'unknown-port',
        `the flow that ${twin} ran had no such port`,
        'Name an output as node.port.',
      );
    case 'unreadable':
      return problem({
        status: 422,
        title: 'The flow of that time cannot run here',
        code: 'past-flow-unreadable',
        detail: `the flow that ${twin} ran then does not compile any more: ${none.diagnostics[0]?.says ?? 'it is no flow'}`,
        remedy: 'Bring back the packs and files that it names, or choose another time.',
        diagnostics: none.diagnostics,
      });
    default:
      return none satisfies never;
  }
};

export const pastBusy = (): ProblemBody =>
  problem({
    status: 503,
    title: 'Too many questions about the past',
    code: 'past-busy',
    detail: 'others look at the past too, and too many wait for an answer',
    remedy: 'Try again in a moment.',
  });

export const pastFailed = (says: string): ProblemBody =>
  problem({
    status: 500,
    title: 'The past cannot be shown',
    code: 'past-failed',
    detail: `the process that folds the log gave no answer: ${says}; running twins go on`,
    remedy: 'Try another time. If it stays, report it with the log.',
  });

export const unknownAlarm = (twin: string, node: string): ProblemBody =>
  notFound(
    'unknown-alarm',
    `the alarm ${node.slice(0, 100)} of ${twin.slice(0, 100)} does not stand so`,
    'GET /api/alarms lists those that are not normal.',
  );

/** A file that is not kept. */
export const refusedAsset = (reason: AssetRefusal): ProblemBody => {
  const [status, detail, remedy] = ASSET_REFUSALS[reason];
  return problem({ status, title: 'The file is not kept', code: `file-${reason}`, detail, remedy });
};

const ASSET_REFUSALS: Readonly<Record<AssetRefusal, [status: number, detail: string, remedy: string]>> = {
  'too-large': [413, 'the file is larger than 64 MB', 'Split it by time, or keep fewer columns.'],
  'not-text': [422, 'the file is not text', 'Send a CSV as UTF-8.'],
  empty: [422, 'the file is empty', 'Send a CSV with a row for each time.'],
  full: [
    507,
    'the files of this server fill the 4 GB they may take',
    'Remove files from the folder assets of the data folder.',
  ],
};

export const unknownPath = (method: string, path: string): ProblemBody =>
  notFound('not-found', `there is nothing at ${method} ${path}`, 'See /api/docs for what there is.');

export const noEditor = (): ProblemBody =>
  notFound('no-editor', 'the editor is not built', 'Run the start command, which builds it.');

/** A write whose If-Match or If-None-Match no longer holds. */
export const draftMoved = (id: string, etag: string | undefined): ProblemBody =>
  problem({
    status: 412,
    title: 'The draft moved',
    code: 'draft-moved',
    detail: etag
      ? `the draft of ${id} is not the one you have seen; its etag is now "${etag}"`
      : `there is no draft of ${id} yet`,
    remedy: 'Load the draft, bring your changes over, and store it again.',
  });

/** A deploy of a draft that somebody changed meanwhile. */
export const draftMovedBeforeDeploy = (id: string, etag: string): ProblemBody => ({
  ...draftMoved(id, etag),
  status: 409,
  remedy: 'Load the draft, look at what changed, and deploy again.',
});

/** A document that is not a flow, or one written by a newer Twinloom. */
export const unreadableFlow = (diagnostics: Diagnostic[]): ProblemBody =>
  problem({
    status: diagnostics.some(({ code }) => code === 'newer-format') ? 422 : 400,
    title: 'Not a flow',
    code: diagnostics[0]?.code ?? 'invalid-document',
    detail: diagnostics.map(({ says }) => says).join('; '),
    remedy: diagnostics[0]?.remedy ?? 'Send a flow document.',
    diagnostics,
  });

/** A flow with errors: nothing was changed. */
export const refusedFlow = (id: string, diagnostics: Diagnostic[]): ProblemBody => {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return problem({
    status: 422,
    title: 'The flow has errors',
    code: 'flow-has-errors',
    detail: `the flow ${id} has ${errors} ${errors === 1 ? 'error' : 'errors'}; no twin was changed`,
    remedy: 'Mend what the diagnostics name, then deploy again.',
    diagnostics,
  });
};

export const twinOfOtherFlow = (twin: string, flow: string): ProblemBody =>
  problem({
    status: 422,
    title: 'Not a twin of this flow',
    code: 'twin-of-other-flow',
    detail: `there is no twin ${twin} of the flow ${flow}`,
    remedy: 'GET /api/twins names the flow of each twin.',
  });

export const neverDeployed = (flow: string): ProblemBody =>
  problem({
    status: 409,
    title: 'Never deployed',
    code: 'flow-never-deployed',
    detail: `the flow ${flow} has no version yet that a twin could run`,
    remedy: 'Deploy the flow first.',
  });

export const twinNotRunning = (twin: string, says: string | undefined): ProblemBody =>
  problem({
    status: 409,
    title: 'The twin does not run',
    code: 'twin-not-running',
    detail: `the twin ${twin} does not run${says ? `: ${says}` : ''}`,
    remedy: 'Deploy its flow again.',
  });

export const refusedInputs = (twin: string, diagnostics: Diagnostic[]): ProblemBody =>
  problem({
    status: 422,
    title: 'The values cannot be set',
    code: 'inputs-refused',
    detail: diagnostics.map(({ says }) => says).join('; ') || `the twin ${twin} refuses the values`,
    remedy: diagnostics[0]?.remedy ?? 'Set constants and tunable params only.',
    diagnostics,
  });

export const refusedCommand = (diagnostics: Diagnostic[]): ProblemBody =>
  problem({
    status: 422,
    title: 'The twin cannot do that',
    code: 'command-refused',
    detail: diagnostics.map(({ says }) => says).join('; '),
    remedy: diagnostics[0]?.remedy ?? 'Compare with /api/docs.',
    diagnostics,
  });

export const unknownStudy = (id: string): ProblemBody =>
  notFound('unknown-study', `there is no study ${id}`, 'GET /api/twins/:id/scenarios lists them.');

/** A question with mistakes: nothing was run. */
export const refusedStudy = (diagnostics: Diagnostic[]): ProblemBody =>
  problem({
    status: 422,
    title: 'The study cannot run',
    code: diagnostics[0]?.code ?? 'study-refused',
    detail: diagnostics.map(({ says }) => says).join('; '),
    remedy: diagnostics[0]?.remedy ?? 'Mend what the diagnostics name.',
    diagnostics,
  });

export const decidedStudy = (id: string): ProblemBody =>
  problem({
    status: 409,
    title: 'The study stays',
    code: 'study-decided',
    detail: `something was decided by the study ${id}: it stays as the record of what was known`,
    remedy: 'Ask a new one.',
  });

export const cannotGoOn = (status: string): ProblemBody =>
  problem({
    status: 409,
    title: 'The study cannot go on',
    code: 'study-cannot-go-on',
    detail: `it is ${status}: there is nothing left of it to run`,
    remedy: 'Ask it anew.',
  });

export const tooManyStudies = (): ProblemBody =>
  problem({
    status: 429,
    title: 'Too many studies',
    code: 'too-many-studies',
    detail: 'as many studies as may wait do so already',
    remedy: 'Wait until one is done, or cancel one.',
  });

/** A request that does not fit the route's schema. */
export const invalidRequest = (says: string): ProblemBody =>
  problem({
    status: 400,
    title: 'Invalid request',
    code: 'invalid-request',
    detail: says,
    remedy: 'Compare with /api/docs.',
  });

export const tooLarge = (limit: number): ProblemBody =>
  problem({
    status: 413,
    title: 'Too large',
    code: 'too-large',
    detail: `the body is larger than ${limit} bytes`,
    remedy: 'Send less.',
  });

export const unsupportedMediaType = (): ProblemBody =>
  problem({
    status: 415,
    title: 'Not JSON',
    code: 'unsupported-media-type',
    detail: 'the body is not application/json',
    remedy: 'Send JSON with the header content-type: application/json.',
  });

export const wrongSubprotocol = (got: string): ProblemBody =>
  problem({
    status: 400,
    title: 'Unknown subprotocol',
    code: 'unknown-subprotocol',
    detail: `got the subprotocols ${JSON.stringify(got)}; expected twinloom.1 or twinloom.1+json`,
    remedy: 'Open the WebSocket with one of these subprotocols.',
  });

export const notAWebSocket = (): ProblemBody =>
  problem({
    status: 426,
    title: 'A WebSocket is expected',
    code: 'websocket-expected',
    detail: 'the stream is a WebSocket',
    remedy: 'Open it as a WebSocket with the subprotocol twinloom.1.',
  });

/** The web framework cannot make an address of what stands there. */
export const noAddress = ({ code, statusCode = 400 }: { code: string; statusCode?: number }): ProblemBody =>
  problem({
    status: statusCode,
    title: 'No address',
    code: 'no-address',
    detail: `what is asked for is no address here (${code})`,
    remedy: 'Compare with /api/docs.',
  });

export const noSocketHere = (path: string): ProblemBody =>
  notFound('no-socket', `there is no WebSocket at ${path}`, 'The stream is at /api/stream.');

export const tooManyReaders = (most: number): ProblemBody =>
  problem({
    status: 503,
    title: 'Too many readers',
    code: 'too-many-readers',
    detail: `${most} WebSockets are open, which is the most that are served`,
    remedy: 'Close some, or have one socket watch several twins.',
  });

/** The web framework's own refusals. */
export const badRequest = (status: number, says: string): ProblemBody =>
  problem({
    status,
    title: 'Bad request',
    code: 'bad-request',
    detail: says,
    remedy: 'Compare with /api/docs.',
  });

export const storageFailed = (isFull: boolean): ProblemBody =>
  problem({
    status: 503,
    title: 'The data folder fails',
    code: 'storage-failed',
    detail: isFull
      ? 'the disk of the data folder is full, nothing was stored; running twins go on'
      : 'the database could not be read or written; running twins go on',
    remedy: 'Look at the disk of the data folder: space, rights, health. Then try again.',
  });

/** A change that would not outlive a crash. */
export const journalFailed = (says: string): ProblemBody =>
  problem({
    status: 503,
    title: 'The journal cannot be written',
    code: 'journal-failed',
    detail: `${says}; nothing was changed, and running twins go on`,
    remedy: 'Make room or mend the disk. The journal is tried each second: then try again.',
  });

export const ourFault = (): ProblemBody =>
  problem({
    status: 500,
    title: 'Our mistake',
    code: 'internal-error',
    detail: 'something went wrong inside Twinloom; the log says what',
    remedy: 'Try again; if it stays, report it with the log.',
  });

function notFound(code: string, detail: string, remedy: string): ProblemBody {
  return problem({ status: 404, title: 'Not found', code, detail, remedy });
}
