import type { Block, Section } from "../../report/index.ts";
import { spoken } from "../../report/index.ts";
import type { DataFound, FenceSeen, ServiceTaken, StoreData } from "./customersResult.ts";
import type { RehearsalResult } from "./result.ts";

/** What the simulated customers met: how long they went without each service, and what became of what they wrote. */
export function customersSection({ customers, lost }: RehearsalResult): readonly Section[] {
  if (customers === undefined) return [];
  const blocks: Block[] = [
    {
      kind: "prose",
      text: `Simulated customers near each active region resolved the platform's names as its records and health checks answered, and wrote to its stores on the sandbox's clock, each about every ${customers.everySeconds} s. No byte was stored: who takes a write, and when a copy has it, is the sandbox's model of each service. None of it was measured on AWS.`,
    },
    {
      kind: "table",
      caption: `How long customers went without each service when ${lost} was lost`,
      columns: [
        { head: "Service" },
        { head: "Until all were served again" },
        { head: "Last near", of: "code" },
        { head: "What their requests met" },
        { head: "Without it during the failback" },
      ],
      rows: customers.services.map((service) => [
        service.service,
        servedText(service, lost),
        service.near ?? "nobody noticed",
        { text: (service.why ?? []).join("\n"), form: "message" },
        spoken(service.unservedAfterReturnSeconds),
      ]),
    },
    {
      kind: "table",
      caption: `What was found of what customers had been told was written, with ${lost} gone and at the end`,
      columns: [
        { head: "Store" },
        { head: "Found after the failover" },
        { head: "Lost" },
        { head: `In ${lost} alone` },
        { head: "Found at the end" },
        { head: "On the old writer's side only" },
        { head: "Modelled lag" },
      ],
      rows: customers.stores.map((store) => dataRow(store)),
    },
  ];
  const apart = Object.entries(customers.notCounted ?? {});
  if (apart.length > 0) {
    blocks.push({
      kind: "list",
      items: apart.map(([store, why]) => `No write to ${store} is counted. It is ${why}.`),
    });
  }
  blocks.push(...writersBlock(customers.stores, lost));
  const fences = customers.stores.flatMap(({ store, fences }) => fences.map((fence) => ({ store, fence })));
  if (fences.length > 0) {
    blocks.push({
      kind: "table",
      caption: "What kept an old writer from going on",
      columns: [
        { head: "Store" },
        { head: "Old writer", of: "code" },
        { head: "Took writes for the last time" },
        { head: "Writes after it was lost", of: "number" },
        { head: "How" },
      ],
      rows: fences.map(({ store, fence }) => [
        store,
        fence.oldWriter,
        { text: fencedText(fence), standing: fence.at === undefined ? "bad" : "good" },
        fence.acknowledgedAfterCut.toLocaleString("en"),
        { text: fence.how, form: "message" },
      ]),
    });
  }
  return [{ title: "What customers met", blocks }];
}

function servedText(service: ServiceTaken, lost: string) {
  const seconds = spoken(service.unservedSeconds);
  if (!service.servedBefore) return { text: "not served before the loss either", standing: "bad" as const };
  return service.servedAgain
    ? { text: seconds, standing: "good" as const }
    : { text: `not before ${lost} was back (${seconds})`, standing: "bad" as const };
}

/** Who wrote to the stores whose writer moves, from the loss on. */
function writersBlock(stores: readonly StoreData[], lost: string): readonly Block[] {
  const moved = stores.filter(({ writers }) => writers.length > 1);
  if (moved.length === 0) return [];
  const last =
    Math.max(...moved.flatMap(({ writers }) => writers.map(({ start, end }) => end ?? start))) + 60;
  return [
    {
      kind: "timeline",
      caption: "Which region wrote",
      clock: `sandbox's clock, from the loss of ${lost}`,
      bands: [],
      groups: moved.map(({ store, writers }) => ({
        label: store,
        spans: writers
          .filter(({ end }) => end === undefined || end > 0)
          .map(({ region, start, end }) => ({
            label: region,
            start: Math.max(0, start),
            end: end ?? last,
            standing: "good" as const,
          })),
      })),
    },
  ];
}

function fencedText({ at, cutAt, acknowledgedAfterCut }: FenceSeen): string {
  if (at === undefined) return "not fenced";
  return acknowledgedAfterCut === 0 && cutAt <= 0
    ? `before the loss; fenced ${spoken(at)} after it`
    : `at most ${spoken(Math.max(0, at))} after the loss`;
}

function dataRow({ store, afterFailover, atEnd, lagSeconds }: StoreData) {
  const found = (data: DataFound) => `${number(data.found)} of ${number(data.lookedFor)}`;
  const tally = ({ writes, seconds }: DataFound["lost"]) =>
    writes === 0 ? "none" : `${number(writes)}, of ${seconds.toFixed(1)} s`;
  return [
    store,
    afterFailover === undefined ? "not looked for" : found(afterFailover),
    tally(atEnd.lost),
    tally(afterFailover?.late ?? atEnd.late),
    found(atEnd),
    {
      text: tally(atEnd.diverged),
      standing: atEnd.diverged.writes === 0 ? ("good" as const) : ("bad" as const),
    },
    spoken(lagSeconds),
  ];
}

function number(value: number): string {
  return value.toLocaleString("en");
}
