export type { Host, Level, Message, Progress, Question } from "./host.ts";
export { RecordingHost } from "./recording.ts";
