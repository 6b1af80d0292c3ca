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
    assert.equal(chosen.promptFor(model, 'Once'), 'Once');
    assert.deepEqual(announced, []);
  });

  it('overrides the prompt that a project had, and says so once', () => {
    chosen.choose('One day', projects('Once'));
    assert.equal(chosen.promptFor(model, 'Once'), 'One day');
    assert.equal(chosen.promptFor(model, 'Once'), 'One day');
    assert.deepEqual(announced, [`One day in ${file}`]);
    chosen.choose('At night', projects('Once'));
    assert.equal(chosen.promptFor(model, 'Once'), 'At night');
    assert.equal(announced.length, 2);
  });

  it('leaves a prompt that was written into a project after the choice', () => {
    chosen.choose('One day', projects('Once'));
    assert.equal(chosen.promptFor(model, 'Newer'), 'Newer');
    assert.equal(chosen.promptFor('/other/new.psnt', 'Once'), 'Once');
    assert.deepEqual(announced, []);
  });

  it('says nothing when the project sets the same prompt', () => {
    chosen.choose('Once', projects('Once'));
    assert.equal(chosen.promptFor(model, 'Once'), 'Once');
    assert.deepEqual(announced, []);
  });
});
