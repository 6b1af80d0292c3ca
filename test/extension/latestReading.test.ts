import { strict as assert } from 'node:assert';
import { LatestReading, type Reading } from '../../extension/document/latestReading';

describe('the latest reading of a document', () => {
  /** A reading that ends when the test says so. */
  interface Pending {
    readonly start: () => Promise<Reading<string, string>>;
    end(): void;
  }

  let closed: string[];
  let changes: number;
  let warnings: string[];
  let latest: LatestReading<string, string>;

  beforeEach(() => {
    closed = [];
    warnings = [];
    changes = 0;
    latest = new LatestReading<string, string>(
      () => changes++,
      (problem) => warnings.push(problem),
    );
  });

  const pending = (name: string): Pending => {
    const close = (): Promise<void> => {
      closed.push(name);
      return Promise.resolve();
    };
    let end = (): void => undefined;
    const reading = new Promise<Reading<string, string>>((resolve) => {
      end = () => resolve({ content: name, opened: name, close });
    });
    return { start: () => reading, end: () => end() };
  };

  const take = async (name: string): Promise<void> => {
    const reading = pending(name);
    reading.end();
    await latest.take(reading.start);
  };

  it('replaces the one before, which is closed', async () => {
    await take('first');
    assert.deepEqual([latest.current?.opened, closed], ['first', []]);
    await take('second');
    assert.deepEqual([latest.current?.opened, closed, changes], ['second', ['first'], 2]);
  });

  it('drops and closes an older reading that ends later', async () => {
    const slow = pending('slow');
    const older = latest.take(slow.start);
    await take('quick');
    slow.end();
    await older;
    assert.deepEqual([latest.current?.opened, closed, changes], ['quick', ['slow'], 1]);
  });

  it('keeps no file open after the document is closed', async () => {
    await take('first');
    const slow = pending('slow');
    const late = latest.take(slow.start);
    latest.dispose();
    slow.end();
    await late;
    assert.deepEqual([latest.current, closed, changes], [undefined, ['first', 'slow'], 1]);
  });

  it('goes on when a reading cannot be closed', async () => {
    const close = (): Promise<void> => Promise.reject(new Error('The file is busy.'));
    await latest.take(() => Promise.resolve({ content: 'busy', close }));
    await take('next');
    assert.deepEqual([latest.current?.content, warnings], ['next', ['The file is busy.']]);
  });
});
