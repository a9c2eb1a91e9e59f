export type { Host, Level, Message, OpenQuestion, Progress, Question } from "./host.ts";
export { RecordingHost } from "./recording.ts";
export { TerminalHost, type TerminalHostOptions, type TerminalStream } from "./terminal.ts";
