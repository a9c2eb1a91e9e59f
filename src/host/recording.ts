import type { Host, Message, OpenQuestion, Progress, Question } from "./host.ts";

/** What somebody types at a question; undefined when nobody is there. */
export type Answers = (question: Question | OpenQuestion) => string | undefined;

/**
 * A host that keeps what it is told. Answers every question alike, yes or no, or as it is told to. For tests.
 */
export class RecordingHost implements Host {
  readonly messages: Message[] = [];
  readonly reports: Progress[] = [];
  readonly questions: (Question | OpenQuestion)[] = [];
  /** Whether somebody is there to answer. */
  attended = true;
  readonly #answer: boolean | Answers;

  constructor(answer: boolean | Answers = false) {
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
    if (!this.attended) return false;
    if (typeof this.#answer === "boolean") return this.#answer;
    return this.#answer(question) === (question.expected ?? "yes");
  }

  async ask(question: OpenQuestion): Promise<string | undefined> {
    this.questions.push(question);
    if (!this.attended || typeof this.#answer === "boolean") return undefined;
    return this.#answer(question) ?? question.suggestion;
  }
}
