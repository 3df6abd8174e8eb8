import type { InputsBody, StateBody } from '@twinloom/runtime/protocol/bodies';
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../server/cli/open-bundle.ts';
import { Screen } from '../fixtures/screen.ts';
import { startMosquitto } from '../fixtures/start-mosquitto.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

async function checkItFollowsThePlant(server: RunningServer): Promise<void> {
  const screen = new Screen(server.address, 'pump-01');
  try {
    // The plant's own numbers: about 20 m³/h at 1450 1/min; the model stands beside them in m³/s.
    await screen.until(
      (values) => (values.get('flow.value') ?? 0) > 15 && (values.get('modelPipe.flow') ?? 0) > 0.004,
    );
    expect(screen.values.get('flow.value')).toBeLessThan(25);
    const put = await fetch(`${server.address}/api/twins/pump-01/inputs`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ values: { 'setpoint.value': 1250 }, note: 'slower' }),
    });
    expect(((await put.json()) as InputsBody).entries).toMatchObject([
      { port: 'setpoint.value', value: 1250, author: 'local' },
    ]);
    // The command goes out over MQTT, the plant obeys, and its sensor says so over MQTT.
    await screen.until((values) => Math.abs((values.get('speed.value') ?? 0) - 1250) < 15);
    const state = await server.get<StateBody>('/api/twins/pump-01/state');
    expect(state.ports['setpoint.value']).toMatchObject({ value: 1250, unit: '1/min', quality: 'good' });
  } finally {
    screen.close();
  }
}

describe('a reading', () => {
  it('goes from the plant through the embedded broker and the twin to the screen, and a command goes back', async () => {
    // All of them run from the bundle, as where a person starts them.
    expect(await openBundle(['start'])).toBeDefined();
    const server = await startServer('--no-editor');
    try {
      await checkItFollowsThePlant(server);
    } finally {
      await server.stop();
    }
  });

  it('does so through mosquitto too', async () => {
    const broker = await startMosquitto();
    try {
      const server = await startServer('--no-editor', '--mqtt', broker.url);
      try {
        await checkItFollowsThePlant(server);
      } finally {
        await server.stop();
      }
    } finally {
      await broker.stop();
    }
  });
});
