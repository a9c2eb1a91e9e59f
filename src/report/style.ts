import { Markup } from "./markup.ts";
import { DARK, LIGHT, properties } from "./palette.ts";

const GROUND = `
:root{color-scheme:light dark;${properties(LIGHT)};
--serif:Charter,"Bitstream Charter","Iowan Old Style","Palatino Linotype",Palatino,Georgia,"DejaVu Serif",serif;
--sans:ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","DejaVu Sans",Arial,sans-serif;
--mono:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{${properties(DARK)}}}
*{box-sizing:border-box}
html{font:400 100%/1.55 var(--sans);background:var(--paper);color:var(--ink);scroll-behavior:smooth;-webkit-text-size-adjust:100%;text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0 auto;max-width:82rem;padding:0 clamp(1rem,4vw,3rem) 3rem;overflow-wrap:anywhere;font-variant-numeric:lining-nums}
p,li,dd,dt,td,th,caption,code,h1,h2,h3{unicode-bidi:isolate}
h1,h2,h3,.headline{font-family:var(--serif);font-weight:600;line-height:1.2;text-wrap:balance}
h1{font-size:clamp(1.7rem,1.2rem + 2.4vw,2.7rem);letter-spacing:-.012em;margin:.2rem 0 1.4rem;max-width:26ch}
h2{font-size:1.55rem;margin:0 0 1rem;letter-spacing:-.006em}
h3{font-size:1.08rem;margin:0;display:inline}
p{margin:0 0 1rem;max-width:68ch;text-wrap:pretty}
ul,ol{max-width:72ch;padding-left:1.3rem;margin:0 0 1.2rem}
li{margin:.25rem 0}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:.06em}
code{font:.875em/1.4 var(--mono)}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:2px}
main:focus{outline:none}
.spoken,.symbols{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-100vw;top:.5rem;background:var(--paper);padding:.5rem 1rem;z-index:1}
.skip:focus{left:1rem}
.glyph{width:1em;height:1em;flex:none;vertical-align:-.12em;margin-inline-end:.4em}
.glyph.good{color:var(--good)}.glyph.attention{color:var(--attention)}.glyph.bad{color:var(--bad)}.glyph.open{color:var(--quiet)}
.number{text-align:right;font-variant-numeric:tabular-nums lining-nums}
.detail,.aside{color:var(--quiet);font-size:.86em;font-weight:400}
.detail{display:block}
.message{white-space:pre-line}
.grade{display:inline-flex;align-items:center;white-space:nowrap;color:var(--ink)}
.grade .glyph{color:var(--accent)}
.marked .grade{margin-left:.7rem;vertical-align:middle}
`;

const PAGE = `
header{padding:clamp(1.8rem,4vw,3.6rem) 0 1.4rem}
.kicker{margin:0;color:var(--quiet);font-size:.8rem;letter-spacing:.09em;text-transform:uppercase;font-weight:600}
.verdict{display:flex;gap:1rem;align-items:flex-start;padding:1.15rem 1.3rem;border-radius:6px;border:1px solid var(--line);border-left:6px solid var(--quiet);background:var(--panel)}
.verdict>.glyph{width:2rem;height:2rem;margin:.05rem 0 0}
.verdict p:last-child{margin:0}
.verdict .headline{font-size:1.4rem;margin:0 0 .3rem}
.verdict.good{border-left-color:var(--good);background:var(--good-tint)}
.verdict.attention{border-left-color:var(--attention);background:var(--attention-tint)}
.verdict.bad{border-left-color:var(--bad);background:var(--bad-tint)}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,9.5rem),1fr));gap:.9rem 1.6rem;margin:1.6rem 0 0;font-size:.93rem}
.facts dt,.figure dt{color:var(--quiet);font-size:.84rem}
.facts dd,.figure dd{margin:0}
nav{font-size:.92rem;border-block:1px solid var(--line);padding:.9rem 0;margin-bottom:2rem}
.nav-head{margin:0 0 .3rem;font-weight:600;font-size:.84rem;color:var(--quiet)}
nav ol{list-style:none;padding:0;margin:0;columns:2;column-gap:1.5rem;max-width:none}
nav li{margin:0;break-inside:avoid}
nav a{display:block;padding:.28rem 0;text-decoration:none;line-height:1.3}
nav a:hover{text-decoration:underline}
section{margin:0 0 3.4rem}
section>h2{border-top:1px solid var(--line);padding-top:1.5rem}
main>section:first-child>h2{border:0;padding-top:0}
footer{border-top:1px solid var(--line);padding-top:1rem;color:var(--quiet);font-size:.86rem}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));gap:1px;margin:0;border:1px solid var(--line);border-radius:6px;overflow:hidden}
.figure{box-shadow:0 0 0 1px var(--line);padding:1rem 1.1rem 1.05rem}
.figure .value{font:600 1.75rem/1.25 var(--serif);font-variant-numeric:lining-nums tabular-nums}
.figure .value .glyph{width:.8em;height:.8em;vertical-align:-.02em}
.figure .note{font-size:.86rem;color:var(--quiet);line-height:1.4}
.figure .marks{margin-top:.45rem;font-size:.84rem;display:flex;flex-wrap:wrap;gap:.2rem .9rem}
.recalled{border-bottom:1px dashed currentColor;color:var(--attention)}
details{border:1px solid var(--line);border-radius:6px;margin:0 0 1rem}
summary{cursor:pointer;padding:.75rem 1rem;border-radius:6px}
summary:hover{background:var(--panel)}
details>:not(summary){margin-inline:1rem}
details[open]>summary{border-bottom:1px solid var(--line);border-radius:6px 6px 0 0;margin-bottom:1rem}
.findings{list-style:none;padding:0;max-width:none}
.finding{border:1px solid var(--line);border-left:4px solid var(--quiet);border-radius:4px;padding:.9rem 1.1rem;margin:0 0 .8rem}
.finding.bad{border-left-color:var(--bad)}.finding.attention{border-left-color:var(--attention)}
.finding p{margin:0 0 .4rem}.finding p:last-child{margin:0}
.finding-head code{margin-left:.4rem}
@media (min-width:70rem){
.columns{display:grid;grid-template-columns:13rem minmax(0,1fr);gap:3.5rem;border-top:1px solid var(--line);padding-top:2.2rem}
nav{position:sticky;top:1.5rem;align-self:start;border:0;padding:0;max-height:calc(100vh - 3rem);overflow-y:auto}
nav ol{columns:1}
nav a{border-left:2px solid var(--line);padding:.3rem 0 .3rem .9rem;color:var(--ink)}
nav a:hover,nav a:focus-visible{border-left-color:var(--accent)}
}
`;

const TABLES = `
table{width:100%;border-collapse:collapse;margin:0 0 1.8rem;font-size:.92rem;line-height:1.42}
caption{caption-side:top;text-align:left;font-weight:600;padding:0 0 .65rem;text-wrap:pretty}
th,td{text-align:left;vertical-align:top;padding:.5rem .7rem .5rem 0;border-bottom:1px solid var(--line);font-weight:400}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--quiet);font-size:.84rem;font-weight:600;vertical-align:bottom;border-bottom:1.5px solid var(--quiet);min-width:4.6rem;hyphens:auto}
td.number,th.number{text-align:right}
td.code{white-space:nowrap}
.stacking thead th{overflow-wrap:break-word}
.plain tbody th,.stacking tbody th{min-width:12rem}
.group th{padding-top:1.15rem;font-weight:600;border-bottom-color:var(--quiet)}
.key{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.5rem;font-size:.86rem;color:var(--quiet);margin:-1rem 0 1.8rem}
.swatch{width:1rem;height:1rem;vertical-align:-.18em;margin-inline-end:.45em;border:1px solid var(--line)}
.timeline{table-layout:fixed}
.timeline tr>:nth-child(1){width:36%}
.timeline tr>:nth-child(2){width:4.2rem}
.timeline tr>:nth-child(3){width:6.6rem;padding-right:1.4rem;white-space:nowrap}
.timeline .group>:nth-child(1){width:auto}
.timeline tbody th,.timeline tbody td{padding-block:.32rem}
.timeline .group th{padding-top:1.1rem}
.timeline .axis,.timeline .track{padding-right:0}
.axis div{position:relative;height:1.3em;margin-right:1.6rem}
.axis span{position:absolute;transform:translateX(-50%);white-space:nowrap;font-weight:400;font-variant-numeric:tabular-nums}
.axis span:first-child{transform:none}
.track{height:2.05rem;position:relative}
.track svg{position:absolute;inset:0 1.6rem 0 0;width:calc(100% - 1.6rem);height:100%;overflow:visible}
.bar{fill:var(--bar)}.bar.bad{fill:var(--bad)}.bar.attention{fill:var(--attention)}.bar.open{fill:none;stroke:var(--quiet)}
.band{fill:var(--band)}
.track line{stroke:var(--line)}
.matrix{table-layout:fixed}
.matrix thead th:first-child{width:17%}
.matrix tbody th{padding-block:.46rem}
.matrix .group th{padding-top:1.15rem}
.matrix td,.matrix tbody tr:not(.group) th{border-bottom-color:var(--line)}
.matrix td{padding:3px 0 3px 4px}
.matrix thead th:not(:first-child){padding-left:.6rem}
.matrix td div{padding:.3rem .55rem;border-radius:3px;min-height:1.9rem}
.matrix td.good div{background:var(--good-tint)}.matrix td.attention div{background:var(--attention-tint)}.matrix td.bad div{background:var(--bad-tint)}.matrix td.open div{background:var(--panel)}
.shares td.number+td{padding-left:1rem}
.shares .whole{display:block;width:100%;height:1.5rem;margin-top:.7rem}
.share{fill:none;stroke:var(--accent);stroke-width:1.5;vector-effect:non-scaling-stroke}
.share.validated{fill:var(--accent);fill-opacity:.35}.share.modelled{fill:var(--accent);fill-opacity:.7}.share.measured{fill:var(--accent)}
@media (max-width:44rem){
.stacking,.stacking tbody,.stacking tr,.stacking td,.stacking tbody th,.stacking caption{display:block}
.stacking thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stacking tr{border-bottom:1px solid var(--line);padding:.6rem 0}
.stacking th,.stacking td{border:0;padding:.1rem 0}
.stacking tbody th{font-weight:600;min-width:0}
.stacking td{display:grid;grid-template-columns:7.5rem minmax(0,1fr);gap:.6rem;justify-items:start}
.stacking td::before{content:attr(data-head);color:var(--quiet);font-size:.88em}
.stacking td:empty{display:none}
.stacking td.number{text-align:left}
.matrix .word{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.matrix td div{display:flex;justify-content:center;align-items:center;padding:.3rem 0}
.matrix td .glyph{margin:0}
.matrix thead th:not(:first-child){padding:0 0 .4rem;border:0}
.matrix thead th div{writing-mode:vertical-rl;rotate:180deg;white-space:nowrap;margin:auto;max-height:10rem;overflow:hidden;text-overflow:ellipsis}
.matrix thead th:first-child{border:0}
.plain tbody th{min-width:7rem}
.matrix thead th:first-child,.matrix tbody tr:not(.group) th{width:34%}
.timeline tr>:nth-child(1){width:34%}
.timeline tr>:nth-child(2){width:3.5rem;white-space:nowrap}
.timeline tr>:nth-child(3){width:4.2rem;padding-right:.8rem;white-space:normal}
.axis span:nth-child(even){display:none}
.axis div{margin-right:.9rem}
.track svg{inset:0 .9rem 0 0;width:calc(100% - .9rem)}
.verdict{padding:1rem;gap:.8rem}
.figures{grid-template-columns:1fr 1fr}
.figure{padding:.8rem}
.figure .value{font-size:1.22rem}
}
`;

const PRINT = `
@media print{
:root{${properties(LIGHT)};color-scheme:light}
@page{margin:18mm 16mm}
html{font-size:9.5pt;background:none}
body{max-width:none;padding:0}
.skip,nav{display:none}
.columns{display:block;border:0;padding:0}
details{border:0}
details::details-content{content-visibility:visible;display:block;height:auto}
summary{list-style:none;padding:0 0 .5rem}
details>:not(summary){margin-inline:0}
h2,h3,caption,summary,.group{break-after:avoid}
tr,.figure,.finding,.verdict{break-inside:avoid}
thead{display:table-header-group}
section{margin-bottom:1.8rem}
.verdict,.matrix td div,.figures,.figure{print-color-adjust:exact;-webkit-print-color-adjust:exact}
a{color:inherit;text-decoration:none}
}
`;

/** The whole style sheet. Only fonts that a machine has; nothing is fetched. */
export const STYLE: Markup = new Markup([GROUND, PAGE, TABLES, PRINT].join(""));
