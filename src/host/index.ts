export type { Host, Level, Message, Progress, Question } from "./host.ts";
export { RecordingHost } from "./recording.ts";
export { TerminalHost, type TerminalHostOptions, type TerminalStream } from "./terminal.ts";
