export type {
  Block,
  Cell,
  Column,
  Fact,
  Figure,
  Matrix,
  ReportDocument,
  Section,
  Span,
  Standing,
  Timeline,
  Verdict,
} from "./document.ts";
export { renderHtml } from "./html.ts";
export { renderMarkdown } from "./markdown.ts";
export { spoken } from "./seconds.ts";
