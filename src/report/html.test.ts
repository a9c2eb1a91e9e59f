import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderHtml } from "./html.ts";
import { renderMarkdown } from "./markdown.ts";
import { documentOf, HOSTILE } from "./testing/documents.ts";

/** Tags of the page with their attributes: what is left when all text is gone. */
function skeleton(html: string): string {
  const style = html.replace(/<style>[\s\S]*?<\/style>/, "<style></style>");
  return (style.match(/<[^>]*>/g) ?? []).join("\n");
}

describe("a report as HTML", () => {
  const html = renderHtml(documentOf((text) => text));

  it("loads nothing, sends nothing and runs nothing", () => {
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:;`,
    );
    expect(html).not.toMatch(/<script|\bon[a-z]+=|javascript:|@import|url\(|<link|<img|<iframe|https?:/i);
  });

  it("shows the verdict before anything else, in words", () => {
    expect(html.indexOf("Proven enough")).toBeLessThan(html.indexOf("<nav"));
    expect(html).toContain("Verdict, as it must be: ");
  });

  it("has one h1, landmarks, a way past the contents, and headings that skip no level", () => {
    expect(html.match(/<h1>/g)).toHaveLength(1);
    for (const landmark of ["<header>", "<nav ", "<main ", "<footer>"]) expect(html).toContain(landmark);
    expect(html).toContain('href="#report"');
    const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    for (const [index, level] of levels.entries()) {
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    }
  });

  it("gives every table a caption, and every heading cell its scope", () => {
    const tables = html.match(/<table[\s\S]*?<\/table>/g) ?? [];
    expect(tables.length).toBeGreaterThanOrEqual(4);
    for (const table of tables) expect(table).toContain("<caption>");
    for (const [head] of html.matchAll(/<th[ >][^>]*>?/g)) expect(head).toMatch(/scope="(col|row|rowgroup)"/);
  });

  it("says in words what a colour or a sign says", () => {
    expect(html).toContain('<span class="word">nothing to do</span>');
    expect(html).toContain("<strong>Warning</strong>");
    expect(html).toMatch(/class="grade">.*?modelled<\/span>/);
    expect(html).toContain("recalled, not seen");
  });

  it("finds an anchor for every line of the contents, also when titles are equal or have no letter", () => {
    const document = documentOf((text) => text);
    const titles = ["Same", "Same", "أهلا", "s 2", "Same"];
    const page = renderHtml({ ...document, sections: titles.map((title) => ({ title, blocks: [] })) });
    const ids = [...page.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/<li><a href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it("marks what is no number on a clock by words, and holds an empty document together", () => {
    const { verdict } = documentOf((text) => text);
    const empty = { kind: "K", title: "T", made: "some day", maker: "M", verdict };
    const page = renderHtml({ ...empty, facts: [], figures: [], sections: [] });
    expect(page).toContain("some day");
    expect(page).not.toContain("NaN");
  });
});

describe("text that somebody else wrote", () => {
  it.each(HOSTILE)("changes no tag of the page, wherever it stands: %s", (_what, text) => {
    const plain = renderHtml(documentOf((each) => each));
    const hostile = renderHtml(documentOf(() => text));
    // Anchors and headings of columns are made of text: compare tags without their attributes, and quotes in them.
    const bare = (html: string) => skeleton(html).replaceAll(/<(\/?[a-z0-9!]+)[^>]*>/g, "<$1>");
    expect(bare(hostile)).toBe(bare(plain));
    expect(hostile).not.toContain("<script");
    expect(hostile.match(/<\/style>/g)).toHaveLength(1);
  });

  it("never gets out, whatever it is", () => {
    const bare = (html: string) => skeleton(html).replaceAll(/<(\/?[a-z0-9!]+)[^>]*>/g, "<$1>");
    const plain = bare(renderHtml(documentOf((each) => each)));
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
        expect(bare(renderHtml(documentOf(() => text)))).toBe(plain);
      }),
      { numRuns: 50 },
    );
  });

  it("is shown as it was written", () => {
    const page = renderHtml(documentOf(() => `<b>"5 & 6"</b>`));
    expect(page).toContain("&lt;b&gt;&quot;5 &amp; 6&quot;&lt;/b&gt;");
  });

  it("loses characters that HTML forbids, and halves of characters", () => {
    const page = renderHtml(documentOf(() => "a\u0000b\u001b[31mc\ud800d"));
    expect(page).toContain("a\u{fffd}b\u{fffd}[31mc\u{fffd}d");
  });
});

describe("a report as Markdown", () => {
  it("says the same as the page, verdict first", () => {
    const text = renderMarkdown(documentOf((each) => each));
    expect(text.split("\n")[2]).toBe("**Proven enough.** It holds.");
    expect(text).toContain("| us-east-1: network | nothing to do |");
    expect(text).toMatchSnapshot();
  });

  it("keeps a table whole and HTML out, whatever stands in its cells", () => {
    const text = renderMarkdown(documentOf(() => "a | b\n<script>`x`"));
    // In a code span it is text.
    expect(text.replaceAll("\\`", "").replaceAll(/`[^`]*`/g, "")).not.toContain("<script>");
    const tables = text.match(/(^\|.*\|\n)+/gm) ?? [];
    for (const table of tables) {
      const widths = table
        .trim()
        .split("\n")
        .map((line) => line.replaceAll("\\|", "").split("|").length);
      expect(new Set(widths).size).toBe(1);
    }
  });
});
