import type { AwsCall } from "../../call.ts";

/** One trail, where it was made. */
export interface Trail {
  readonly arn: string;
  readonly name: string;
  readonly account: string;
  /** Home region: from there alone it can be changed. */
  readonly region: string;
  /** Under the names by which AWS describes them. */
  readonly settings: Record<string, unknown>;
  readonly tags: Map<string, string>;
  /** `EventSelectors` or `AdvancedEventSelectors`, never both. */
  selectors: Readonly<Record<string, unknown>>;
  insights: readonly unknown[];
  /** Milliseconds, sandbox clock; undefined while it does not record. */
  loggingSince: number | undefined;
}

/** Trails of one sandbox, by ARN. */
export class TrailState {
  readonly trails = new Map<string, Trail>();

  /** Those of the region, those of others that record every region, and those of the organization's management account. */
  seenFrom(account: string, region: string, management?: string): Trail[] {
    return [...this.trails.values()].filter(
      (trail) =>
        (trail.account === account ||
          (trail.account === management && trail.settings.IsOrganizationTrail === true)) &&
        (trail.region === region || trail.settings.IsMultiRegionTrail === true),
    );
  }
}

/** `arn:aws:cloudtrail:us-east-1:1…:trail/x` to `us-east-1`; undefined for a plain name. */
export function homeOf(named: string): string | undefined {
  return named.startsWith("arn:") ? named.split(":")[3] : undefined;
}

export function nameIn(named: string): string {
  return named.startsWith("arn:") ? named.slice(named.indexOf("/") + 1) : named;
}

/** A name is looked for in the region that is asked, an ARN anywhere in the account. */
export function found(state: TrailState, call: AwsCall, named: string): Trail | undefined {
  const region = homeOf(named) ?? call.signedRegion;
  return state.trails.get(`arn:aws:cloudtrail:${region}:${call.account}:trail/${nameIn(named)}`);
}

export function described(trail: Trail): object {
  const selected = trail.selectors.AdvancedEventSelectors !== undefined;
  return {
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: false,
    IsOrganizationTrail: false,
    LogFileValidationEnabled: false,
    ...trail.settings,
    Name: trail.name,
    TrailARN: trail.arn,
    HomeRegion: trail.region,
    HasCustomEventSelectors: selected,
    HasInsightSelectors: trail.insights.length > 0,
  };
}
