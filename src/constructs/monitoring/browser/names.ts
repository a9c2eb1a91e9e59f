import { type Naming, nameOf, roleArn } from "../../naming.ts";

/** Thing that the monitor, its pool of guests and their role are named after. */
export const BROWSERS = "browsers";

/** Of the monitor, the same in every region; its metrics have it as dimension. */
export function browserMonitorName(naming: Naming): string {
  return nameOf(naming, BROWSERS);
}

/** A region's monitor, known before it exists. */
export function browserMonitorArn(naming: Naming, region: string): string {
  return `arn:aws:rum:${region}:${naming.account}:appmonitor/${browserMonitorName(naming)}`;
}

/** Role of the guests, for stacks that name it without reading it. */
export function browserRoleArn(naming: Naming): string {
  return roleArn(naming, BROWSERS);
}

/**
 * What a service that makes pages may ask: everything that a page must know of the monitor of its region (its id, its
 * pool, its share of sessions) stands in the answer to one call by a name of ours.
 */
export function browserStatements(naming: Naming, regions: readonly string[]): readonly object[] {
  return [
    {
      Sid: "WhatPagesMustKnowOfTheirMonitor",
      Effect: "Allow",
      Action: "rum:GetAppMonitor",
      Resource: regions.map((region) => browserMonitorArn(naming, region)),
    },
  ];
}
