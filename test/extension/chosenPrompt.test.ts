import { strict as assert } from 'node:assert';
import { ChosenPrompt, type ProjectPrompts } from '../../extension/debug/chosenPrompt';

describe('the prompt that the user chose', () => {
  const file = 'file:///project/ps2ml.json';
  const model = '/project/tiny.psnt';
  const projects = (prompt: string): ProjectPrompts => new Map([[model, { file, prompt }]]);

  let announced: string[];
  let chosen: ChosenPrompt;

  beforeEach(() => {
    announced = [];
    chosen = new ChosenPrompt((text, project) => announced.push(`${text} in ${project.file}`));
  });

  it('leaves the prompt of a project before anything was chosen', () => {
    assert.equal(chosen.insteadOf(model, 'Once'), undefined);
    chosen.starts(model);
    assert.deepEqual(announced, []);
  });

  it('overrides the prompt that a project had, and announces it once, at a run', () => {
    chosen.choose('One day', projects('Once'));
    assert.equal(chosen.insteadOf(model, 'Once'), 'One day');
    assert.deepEqual(announced, [], 'a view that looks at it announces nothing');
    chosen.starts(model);
    chosen.starts(model);
    assert.deepEqual(announced, [`One day in ${file}`]);
    chosen.choose('At night', projects('Once'));
    assert.equal(chosen.insteadOf(model, 'Once'), 'At night');
    chosen.starts(model);
    assert.equal(announced.length, 2);
  });

  it('leaves a prompt that was written into a project after the choice', () => {
    chosen.choose('One day', projects('Once'));
    assert.equal(chosen.insteadOf(model, 'Newer'), undefined);
    assert.equal(chosen.insteadOf('/other/new.psnt', 'Once'), undefined);
    chosen.starts('/other/new.psnt');
    assert.deepEqual(announced, []);
  });

  it('is no other prompt when the project sets the same one', () => {
    chosen.choose('Once', projects('Once'));
    assert.equal(chosen.insteadOf(model, 'Once'), undefined);
  });
});
