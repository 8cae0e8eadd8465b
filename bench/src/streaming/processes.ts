/** The model and the crowd as processes of their own, and how they are spoken to. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endWithUs } from '../program.ts';
import type { Crowd, FromCrowd, FromModel, Heard, Pace } from './told.ts';

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export interface BenchModel {
  readonly port: number;
  /** For OPENAI_BASE_URL. */
  readonly baseUrl: string;
  readonly pid: number;
  pace(pace: Pace): void;
  /** When the first token of this question's answer left, in milliseconds since the epoch. */
  firstToken(question: string): number | undefined;
  /** That have begun. */
  readonly answers: number;
  stop(): void;
}

export function startModel(pace: Pace): Promise<BenchModel> {
  return new Promise((resolve, reject) => {
    const child = fork(file('model.ts'), { execArgv: [] });
    endWithUs(child);
    child.once('exit', (code) => reject(new Error(`the model left with ${code}`)));
    const firsts = new Map<string, number>();
    let answers = 0;
    child.send(pace);
    child.on('message', (message: FromModel) => {
      if (message.kind === 'first') {
        firsts.set(message.question, message.at);
        answers++;
      } else
        resolve({
          port: message.port,
          baseUrl: `http://127.0.0.1:${message.port}/v1`,
          pid: child.pid as number,
          pace: (next) => void child.send(next),
          firstToken: (question) => firsts.get(question),
          get answers() {
            return answers;
          },
          stop: () => child.disconnect(),
        });
    });
  });
}

export interface RunningCrowd {
  readonly pid: number;
  /** Resolves with how many answers grow now. */
  readonly streaming: Promise<number>;
  readonly done: Promise<Heard>;
}

export function startCrowd(crowd: Crowd): RunningCrowd {
  const child = fork(file('crowd.ts'), { execArgv: [], serialization: 'advanced' });
  endWithUs(child);
  const streaming = Promise.withResolvers<number>();
  const done = Promise.withResolvers<Heard>();
  const fail = (reason: string) => {
    streaming.reject(new Error(reason));
    done.reject(new Error(reason));
  };
  // Whoever waits for the first hears of it there.
  done.promise.catch(() => undefined);
  child.on('message', (message: FromCrowd) => {
    if (message.kind === 'streaming') streaming.resolve(message.atOnce);
    else if (message.kind === 'done') done.resolve(message.heard);
    else fail(`the crowd: ${message.reason}`);
  });
  child.once('exit', (code) => {
    fail(`the crowd left with ${code}`);
  });
  child.send(crowd);
  return { pid: child.pid as number, streaming: streaming.promise, done: done.promise };
}
