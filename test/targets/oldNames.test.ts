import assert from 'node:assert/strict';
import { parseCall } from '../../cli/command';
import { runCommand } from '../../cli/commands/run';
import { targetOf } from '../../cli/sampling';
import { currentLaunch, mergeLaunch } from '../../debug-adapter/launch/launchGroups';
import { parseLaunchArguments } from '../../debug-adapter/launch/launchArguments';
import { parseProject } from '../../project/parse';
import { samplingFields } from '../../project/samplingFields';
import { provenanceFrom, provenanceLabel } from '../../targets/provenance';
import { oldFields } from '../../targets/oldFields';
import { launchGroups } from '../../debug-adapter/launch/launchGroups';
import { targets } from '../../targets/targets';

const parse = (values: object): ReturnType<typeof parseLaunchArguments> =>
  parseLaunchArguments({ program: 'm.psnt', ...values }, targets.ids);

describe('old names', () => {
  it('"console" is the built-in one in launch configurations, projects and on the command line', () => {
    assert.equal(parse({ target: 'console' }).target, 'built-in');
    const { project, problems, oldWords } = parseProject('{ "model": "m", "target": "console" }');
    assert.deepEqual(problems, []);
    assert.equal(project?.target, 'built-in');
    assert.deepEqual(oldWords, [{ path: 'target', word: 'console', current: 'built-in' }]);
    const call = parseCall(runCommand, ['FILE', '--target', 'console']);
    const here = new Map(targets.ids.map((id) => [id, () => assert.fail()]));
    assert.equal(targetOf(call, { targets: here }), 'built-in');
  });

  it('of a trace: a console is hardware there', () => {
    const now = ['forecast', 'reference', 'built-in console', 'PCSX2', 'console'].map((word) =>
      provenanceFrom(word),
    );
    assert.deepEqual(now, ['forecast', 'reference', 'built-in', 'pcsx2', 'ps2link']);
    for (const id of targets.ids) assert.equal(provenanceFrom(id), id);
    assert.equal(provenanceFrom('a-later-target'), 'a-later-target');
    assert.equal(provenanceLabel('a-later-target'), 'a-later-target');
    for (const word of ['', 'two words', '<b>', 'x'.repeat(40)])
      assert.equal(provenanceFrom(word), undefined);
  });

  it('of the sampling: each field may stand alone', () => {
    const flat = { temperature: 0.5, topK: 3, topP: 0.9, repetitionPenalty: 1.1, noRepeatNgram: 2, seed: 7 };
    assert.deepEqual(Object.keys(flat), Object.keys(samplingFields));
    assert.deepEqual(parse(flat).sampling, flat);
    assert.deepEqual(parse({ sampling: flat }).sampling, flat);
    assert.deepEqual(parse({ ...flat, sampling: flat }).sampling, flat, 'the same said twice');
    assert.throws(
      () => parse({ temperature: 0.5, sampling: { temperature: 1 } }),
      /The launch configuration's "temperature" is 0\.5 and "sampling\.temperature" is 1, but both mean the same: remove "temperature"\./,
    );
  });

  it('of PCSX2, and what ps2link had with it', () => {
    const flat = {
      pcsx2Path: '/p',
      pineSlot: 5,
      pineTimeout: 1,
      startTimeout: 20,
      checkpointSlot: 9,
      elf: '/e',
    };
    const own = { path: '/p', slot: 5, replySeconds: 1, startSeconds: 20, checkpointSlot: 9, elf: '/e' };
    assert.deepEqual(parse({ target: 'pcsx2', ...flat }).own, own);
    assert.deepEqual(parse({ target: 'pcsx2', pcsx2: own }).own, own);
    assert.equal(parse({ target: 'ps2link', startTimeout: 20 }).own['startSeconds'], 20);
    assert.throws(
      () => parse({ pineSlot: 5, pcsx2: { slot: 6 } }),
      /"pineSlot" is 5 and "pcsx2\.slot" is 6, but both mean the same: remove "pineSlot"\./,
    );
    assert.throws(
      () => parse({ pineSlot: 0 }),
      /"pcsx2\.slot" is 0, expected a whole number from 1 to 65535/,
    );
    assert.throws(
      () => parse({ pineSlot: 5, pcsx2: 'x' }),
      /"pcsx2" is "x", expected \{ … \} with path, slot/,
    );
  });

  it('are all of those that there were', () => {
    assert.deepEqual(
      oldFields(launchGroups())
        .map(({ oldName }) => oldName)
        .sort(),
      [
        ...[
          'checkpointSlot',
          'elf',
          'noRepeatNgram',
          'pcsx2Path',
          'pineSlot',
          'pineTimeout',
          'repetitionPenalty',
        ],
        ...['seed', 'startTimeout', 'temperature', 'topK', 'topP'],
      ],
    );
  });

  it('"tokens" may stand in the sampling, as in a project', () => {
    assert.equal(parse({ sampling: { tokens: 5 } }).tokens, 5);
    assert.equal(parse({ tokens: 5, sampling: { tokens: 5 } }).tokens, 5);
    assert.throws(
      () => parse({ tokens: 5, sampling: { tokens: 6 } }),
      /"sampling\.tokens" is 6 and "tokens" is 5/,
    );
  });

  it('leave what is current as it is', () => {
    const launch = { target: 'pcsx2', pcsx2: { slot: 5 }, sampling: { seed: 2 }, tokens: 3, other: true };
    assert.deepEqual(currentLaunch(launch), launch);
  });

  it('do not keep a configuration from saying more than its project', () => {
    const project = currentLaunch({ tokens: 9, sampling: { temperature: 0.5, seed: 3 } });
    const own = currentLaunch({ temperature: 1, sampling: { topK: 4 } });
    assert.deepEqual(mergeLaunch(project, own), {
      tokens: 9,
      sampling: { temperature: 1, seed: 3, topK: 4 },
    });
  });
});

describe('fields in groups', () => {
  it('that there are not are refused by name', () => {
    assert.throws(
      () => parse({ sampling: { topk: 3 } }),
      /The launch configuration's "sampling" has an unknown property "topk"\. Known properties: temperature, topK, /,
    );
    assert.throws(
      () => parse({ ps2link: { adress: '1.2.3.4' } }),
      /"ps2link" has an unknown property "adress"/,
    );
  });

  it('are checked also for targets that the launch does not use', () => {
    assert.throws(
      () => parse({ target: 'reference', ps2link: { address: 'console' } }),
      /"ps2link\.address" is "console", expected an address such as "192\.168\.0\.10"\. Example: "address": "192\.168\.0\.10"\./,
    );
  });

  it('a program may go on after its session on every target that can leave it', () => {
    for (const target of ['pcsx2', 'ps2link'])
      assert.equal(parse({ target, onDisconnect: 'keepRunning' }).onDisconnect, 'keepRunning');
    assert.equal(parse({}).onDisconnect, 'stop');
    assert.equal(parseLaunchArguments({ program: 'm' }, targets.ids, 'attach').onDisconnect, 'keepRunning');
  });
});
