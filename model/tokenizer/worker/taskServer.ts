import { errorText } from '../../../common/errorText';
import { openTokenizer, type FileTokenizer } from '../openTokenizer';
import { OriginSource, type TokenizerOrigin } from '../origin';
import type { AnswerMessage, TaskMessage } from './messages';
import { performPageTask, performTextTask } from './textTask';

/** Performs tasks in a worker, with the tokenizer that was used last. */
export class TaskServer {
  private tokenizer: FileTokenizer | undefined;

  async answer({ task, origin }: TaskMessage): Promise<AnswerMessage> {
    try {
      if (origin !== undefined) this.tokenizer = await opened(origin);
      const { tokenizer } = this;
      if (tokenizer === undefined) throw new Error('The worker has no tokenizer yet.');
      const isPage = task.kind === 'tokenise' || task.kind === 'find';
      return { result: isPage ? performPageTask(tokenizer, task) : performTextTask(tokenizer, task) };
    } catch (error) {
      return { problem: errorText(error) };
    }
  }
}

function opened(origin: TokenizerOrigin): Promise<FileTokenizer> {
  return openTokenizer(new OriginSource(origin), origin.label, (name) =>
    Promise.resolve(origin.beside.get(name)),
  );
}
