import { parentPort, type MessagePort } from 'node:worker_threads';
import { errorText } from '../../../common/errorText';
import { MemorySource } from '../../../disc/byteSource';
import type { Model } from '../../model';
import { openModelFile } from '../../node/modelFile';
import { openModel } from '../../openModel';
import type { EnginePosition } from '../engine';
import { EngineError } from '../error';
import type { LoadRequest, ModelReference, WorkerMessage, WorkerRequest } from '../messages';
import { EngineRunner } from '../runner';

/** Executes the commands of one client with its own engine. A model's file stays open until the worker ends. */
class EngineServer {
  private runner: EngineRunner | undefined;

  constructor(private readonly port: MessagePort) {
    port.on('message', (request: WorkerRequest) => void this.answer(request));
  }

  private async answer(request: WorkerRequest): Promise<void> {
    const { id } = request;
    try {
      this.post({ type: 'result', id, result: await this.execute(request) });
    } catch (error) {
      this.post({ type: 'refused', id, message: errorText(error) });
    }
  }

  private async execute(request: WorkerRequest): Promise<unknown> {
    if (request.command === 'load') return this.load(request.arguments[0]);
    const { runner } = this;
    if (!runner) throw new EngineError('The engine has no model yet.');
    switch (request.command) {
      case 'setBreakpoints':
        return runner.setBreakpoints(...request.arguments);
      case 'resume':
        return runner.resume(...request.arguments);
      case 'pause':
        return runner.pause();
      case 'writeMemory':
        return runner.writeMemory(...request.arguments);
      case 'readMemory':
        return runner.readMemory(...request.arguments);
      case 'takeSnapshot':
        return runner.takeSnapshot();
      case 'restore':
        return runner.restore(...request.arguments);
      case 'forget':
        return runner.forget(...request.arguments);
    }
  }

  private async load(request: LoadRequest): Promise<EnginePosition> {
    if (this.runner) throw new EngineError('The engine already has a model. Start another one.');
    const model = await openReference(request.model);
    this.runner = new EngineRunner({ ...request, model }, (event) => this.post({ type: 'event', event }));
    return this.runner.start();
  }

  private post(message: WorkerMessage): void {
    this.port.postMessage(message);
  }
}

async function openReference(reference: ModelReference): Promise<Model> {
  if ('path' in reference) return (await openModelFile(reference.path, reference)).model;
  return openModel(new MemorySource(reference.bytes), reference.label, reference);
}

if (parentPort) new EngineServer(parentPort);
