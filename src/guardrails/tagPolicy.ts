/** Tag policies take 10,000 characters. Source: as `POLICY_LIMITS`. */
export const TAG_POLICY_CHARACTERS = 10_000;

export interface TagPolicyProps {
  /** Who pays: every cost centre of the configuration. */
  readonly costCentres: readonly string[];
}

/** Resource types on which a tag with a value that is not listed is refused when it is set. */
const ENFORCED = [
  "dynamodb:table",
  "ec2:instance",
  "ec2:volume",
  "elasticfilesystem:file-system",
  "rds:cluster",
  "rds:db",
  "s3:bucket",
  "secretsmanager:secret",
];

/**
 * How the platform's tags are written, and which values they may have. A tag policy says nothing to a resource
 * that has no tag at all: that every resource has them is the synthesis's work and Config's to look for.
 * Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_tag-policies-syntax.html
 */
export function tagPolicy({ costCentres }: TagPolicyProps): object {
  const written = (key: string, values?: readonly string[], enforced = false) => ({
    [key.replaceAll("-", "_")]: {
      tag_key: { "@@assign": key },
      ...(values === undefined ? {} : { tag_value: { "@@assign": values } }),
      ...(enforced ? { enforced_for: { "@@assign": ENFORCED } } : {}),
    },
  });
  return {
    tags: {
      ...written("cost-centre", [...new Set(costCentres)].sort()),
      ...written("data-class", ["cardholder", "internal", "personal", "public"], true),
      ...written("environment"),
      ...written("managed-by"),
      ...written("owner"),
      ...written("platform"),
      ...written("service"),
    },
  };
}
