import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeReport } from "../../src/actions/rehearse/report.ts";
import { notProvenResult, provenResult } from "../../src/actions/rehearse/testing/rehearsalResults.ts";
import { renderHtml } from "../../src/report/index.ts";
import { documentOf, HOSTILE } from "../../src/report/testing/documents.ts";

/** `TRIREME_CHROMIUM`, or what Debian and others call it. */
function findChromium(): string | undefined {
  const named = process.env.TRIREME_CHROMIUM;
  if (named !== undefined && existsSync(named)) return named;
  for (const command of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [command], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).trim();
    } catch {}
  }
  return undefined;
}

const executablePath = findChromium();
const suffix =
  executablePath === undefined ? " (SKIPPED: no Chromium on this machine; apt-get install chromium)" : "";

const LOOKS = [
  { width: 400, colorScheme: "light" },
  { width: 400, colorScheme: "dark" },
  { width: 1600, colorScheme: "light" },
  { width: 1600, colorScheme: "dark" },
] as const;

/** What goes wrong in a page while it is open. */
interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
}

describe.skipIf(executablePath === undefined)(`a report in a browser${suffix}`, { timeout: 120_000 }, () => {
  let browser: Browser;
  /** One for all: a browser begins a process for each page that is its own. */
  let page: Page;
  let folder: string;
  let complaints: string[] = [];
  let opening = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "trireme-report-screens-"));
    // A container's root has no user namespace for the browser's own sandbox; the page is ours.
    browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox"] });
    page = await browser.newPage();
    page.on("console", (message) => complaints.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("dialog", async (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on("request", (request) => {
      if (request.url() !== pathToFileURL(opening).href) complaints.push(`request: ${request.url()}`);
    });
  });
  afterAll(() => browser?.close());

  const opened = async (file: string, look: (typeof LOOKS)[number]): Promise<Opened> => {
    const { width, colorScheme } = look;
    await page.goto("about:blank");
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, media: "screen" });
    complaints = [];
    opening = file;
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  };
  const isTooWide = (page: Page) =>
    page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");

  describe.each([
    ["proven", provenResult()],
    ["not proven", notProvenResult()],
  ] as const)("of a rehearsal that is %s", (name, result) => {
    let file: string;

    beforeAll(async () => {
      file = (await writeReport(join(folder, name.replace(" ", "-")), result)).html;
    });

    it.each(LOOKS)(
      "fits $width pixels, $colorScheme, asks for nothing and complains of nothing",
      async (look) => {
        const { page, complaints } = await opened(file, look);
        expect(await isTooWide(page)).toBe(false);
        await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })");
        expect(await isTooWide(page)).toBe(false);
        // What a screen shows is painted; the whole page at once would be 20 screens, and each is laid out by now.
        expect((await page.screenshot()).length).toBeGreaterThan(20_000);
        expect(complaints).toEqual([]);
      },
    );

    it("has names for its regions and tables, and cells that know their headings", async () => {
      const { page } = await opened(file, LOOKS[2]);
      const names = await page.getByRole("region").evaluateAll((found) => found.length);
      expect(names).toBe(await page.locator("section").count());
      expect(await page.getByRole("main").count()).toBe(1);
      expect(await page.getByRole("navigation", { name: "Contents" }).count()).toBe(1);
      const tables = await page.locator("table").count();
      expect(await page.getByRole("table", { name: /\w/, includeHidden: true }).count()).toBe(tables);
      expect(await page.locator("th:not([scope])").count()).toBe(0);
    });

    it("keeps its tables tables when a narrow screen stacks their rows", async () => {
      const { page } = await opened(file, LOOKS[0]);
      const table = page.getByRole("table", { name: "Sums over the plans of each moment" });
      expect(await table.getByRole("row").count()).toBe(4);
      expect(await table.getByRole("rowheader").count()).toBe(3);
    });

    it("is worked by keyboard: past the contents first, folds open and close", async () => {
      const { page } = await opened(file, LOOKS[2]);
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the report");
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement.id")).toBe("report");
      const fold = page.locator("summary").first();
      await fold.focus();
      await page.keyboard.press("Enter");
      expect(await page.locator("details").first().getAttribute("open")).toBe("");
    });

    it("shows on paper what is folded on the screen, dark on light", async () => {
      const { page } = await opened(file, LOOKS[3]);
      await page.emulateMedia({ media: "print" });
      expect(await page.locator("details table").first().isVisible()).toBe(true);
      expect(await page.locator("nav").isVisible()).toBe(false);
      expect(await page.evaluate("getComputedStyle(document.body).color")).toBe("rgb(27, 32, 38)");
    });
  });

  it.each(HOSTILE)("holds text that wants to get out: %s", async (_what, text) => {
    const file = join(folder, "hostile.html");
    await writeFile(file, renderHtml(documentOf(() => text)));
    const { page, complaints } = await opened(file, LOOKS[0]);
    expect(await isTooWide(page)).toBe(false);
    expect(await page.locator("script, img, b, iframe").count()).toBe(0);
    expect(await page.locator("header h1").textContent()).toBe(text);
    expect(complaints).toEqual([]);
  });
});
