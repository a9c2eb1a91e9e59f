import { createHash } from "node:crypto";
import type { Clock } from "../../../lib/index.ts";
import type { AwsCall } from "../../call.ts";
import { perSandbox } from "../perSandbox.ts";

/** A shape of the EKS API, as it is answered. */
export type Shape = Record<string, unknown>;

/** A change that EKS makes, until when it is under way: milliseconds on the sandbox clock. */
export interface Update {
  readonly id: string;
  readonly type: string;
  readonly params: readonly { readonly type: string; readonly value: string }[];
  readonly createdAt: number;
  readonly until: number;
}

export interface NodeGroup {
  shape: Shape;
  /** Last change of its size or version. */
  changing: Update | undefined;
}

export interface AccessEntry {
  shape: Shape;
  /** By ARN of the access policy. */
  readonly policies: Map<string, Shape>;
}

export interface Cluster {
  shape: Shape;
  readonly nodeGroups: Map<string, NodeGroup>;
  /** Names of the profiles that the emulator keeps. */
  readonly fargateProfiles: Set<string>;
  readonly addons: Map<string, Shape>;
  /** By ARN of the principal. */
  readonly entries: Map<string, AccessEntry>;
  /** Pod identity associations by id. */
  readonly associations: Map<string, Shape>;
  readonly updates: Map<string, Update>;
}

/** The clusters of one sandbox, by account, region and name. */
export class Clusters {
  readonly #all = new Map<string, Cluster>();

  find(place: Pick<AwsCall, "account" | "signedRegion">, name: string): Cluster | undefined {
    return this.#all.get(`${place.account} ${place.signedRegion} ${name}`);
  }

  add(place: Pick<AwsCall, "account" | "signedRegion">, name: string, cluster: Cluster): void {
    this.#all.set(`${place.account} ${place.signedRegion} ${name}`, cluster);
  }

  remove(place: Pick<AwsCall, "account" | "signedRegion">, name: string): void {
    this.#all.delete(`${place.account} ${place.signedRegion} ${name}`);
  }

  names(place: Pick<AwsCall, "account" | "signedRegion">): readonly string[] {
    const prefix = `${place.account} ${place.signedRegion} `;
    return [...this.#all.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
      .sort();
  }
}

/** The clusters of the sandbox that the clock belongs to: whoever shifts their traffic sees the same. */
export const clustersOf = perSandbox(() => new Clusters());

/** An error that EKS answers; thrown while a call is handled and written as its answer. */
export class EksError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "EksError";
    this.status = status;
    this.code = code;
  }
}

export function notFound(message: string): EksError {
  return new EksError(404, "ResourceNotFoundException", message);
}

export function inUse(message: string): EksError {
  return new EksError(409, "ResourceInUseException", message);
}

export function invalid(message: string): EksError {
  return new EksError(400, "InvalidParameterException", message);
}

/** Letters and digits that follow from what they are made of: equal runs give equal ids. */
export function madeFrom(parts: readonly unknown[], length: number): string {
  return createHash("sha256").update(parts.join(" ")).digest("hex").slice(0, length);
}

/** In the form of EKS's own ids, eight letters and digits and four groups. */
export function uuidFrom(parts: readonly unknown[]): string {
  const hex = madeFrom(parts, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Seconds since the epoch, as REST-JSON writes times. */
export function seconds(clock: Clock): number {
  return clock.now() / 1000;
}

export function isShape(value: unknown): value is Shape {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

export function shapeOf(value: unknown): Shape {
  return isShape(value) ? value : {};
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
