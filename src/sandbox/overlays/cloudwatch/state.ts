import type { Place } from "../../wire/index.ts";
import { perSandbox } from "../perSandbox.ts";
import type { AlarmState } from "./rule.ts";

/** A composite alarm as it was last put. */
export interface CompositeAlarm {
  readonly name: string;
  readonly rule: string;
  readonly description: string | undefined;
  readonly actionsEnabled: boolean;
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
  readonly insufficientDataActions: readonly string[];
  readonly suppressor:
    | { readonly alarm: string; readonly wait: number; readonly extension: number }
    | undefined;
  /** Milliseconds, sandbox clock. */
  readonly configuredAt: number;
}

/** What it was when it was last looked at. */
export interface SeenState {
  readonly state: AlarmState;
  /** Milliseconds, sandbox clock: when it was first seen so. */
  readonly since: number;
  /** When it last ceased to sound; undefined if it never sounded. */
  readonly endedAt?: number;
}

/** Composite alarms of one sandbox, by account and region. */
export class CompositeAlarms {
  readonly #alarms = new Map<string, Map<string, CompositeAlarm>>();
  readonly tags = new Map<string, Map<string, string>>();
  readonly seen = new Map<string, SeenState>();

  in(place: Place): Map<string, CompositeAlarm> {
    const key = `${place.account} ${place.region}`;
    const known = this.#alarms.get(key);
    if (known !== undefined) return known;
    const made = new Map<string, CompositeAlarm>();
    this.#alarms.set(key, made);
    return made;
  }

  remove(place: Place, name: string): boolean {
    this.tags.delete(arnOf(place, name));
    this.seen.delete(arnOf(place, name));
    return this.in(place).delete(name);
  }
}

export function arnOf({ account, region }: Place, name: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}

/** Those of the sandbox that the clock belongs to: overlay and refusals see the same. */
export const compositesOf = perSandbox(() => new CompositeAlarms());
