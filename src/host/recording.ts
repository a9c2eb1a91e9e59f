import type { Host, Message, Progress, Question } from "./host.ts";

/** A host that keeps what it is told; answers every question with what it was given. For tests. */
export class RecordingHost implements Host {
  readonly messages: Message[] = [];
  readonly reports: Progress[] = [];
  readonly questions: Question[] = [];
  readonly #answer: boolean;

  constructor(answer = false) {
    this.#answer = answer;
  }

  notify(message: Message): void {
    this.messages.push(message);
  }

  progress(progress: Progress): void {
    this.reports.push(progress);
  }

  async confirm(question: Question): Promise<boolean> {
    this.questions.push(question);
    return this.#answer;
  }
}
