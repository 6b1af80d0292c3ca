import type { AnswerMessage, TaskMessage } from './messages';
import { TaskServer } from './taskServer';

const scope = self as unknown as {
  onmessage: (event: { readonly data: TaskMessage }) => void;
  postMessage(message: AnswerMessage): void;
};

const server = new TaskServer();
scope.onmessage = ({ data }) => void server.answer(data).then((answer) => scope.postMessage(answer));
