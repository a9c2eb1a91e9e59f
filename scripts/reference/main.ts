import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { REFERENCE, reference } from "./pages.ts";

// Pages that nothing is written for any more go away with the folder.
const { pages } = await reference();
await rm(REFERENCE, { recursive: true, force: true });
for (const [path, text] of pages) {
  await mkdir(dirname(join(REFERENCE, path)), { recursive: true });
  await writeFile(join(REFERENCE, path), text);
}
process.stdout.write(`${pages.size} pages written to docs/reference\n`);
