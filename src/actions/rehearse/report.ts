import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson } from "../../lib/index.ts";
import { renderHtml, renderMarkdown } from "../../report/index.ts";
import { reportDocument } from "./reportDocument.ts";
import type { RehearsalResult } from "./result.ts";

/** Files of a report, the one for people first. */
export interface WrittenReport {
  readonly html: string;
  readonly markdown: string;
  readonly json: string;
}

/** Writes the result beside the configuration's other state: for people, for a pull request, for programs. */
export async function writeReport(dir: string, result: RehearsalResult): Promise<WrittenReport> {
  await mkdir(dir, { recursive: true });
  const document = reportDocument(result);
  const written = {
    html: join(dir, "report.html"),
    markdown: join(dir, "report.md"),
    json: join(dir, "report.json"),
  };
  await replace(written.json, canonicalJson(result));
  await replace(written.markdown, renderMarkdown(document));
  await replace(written.html, renderHtml(document));
  return written;
}

async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
