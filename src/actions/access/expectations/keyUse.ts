import type { Asked, Expectation, Subject } from "../../../access/index.ts";
import type { PlacedStore } from "../../../config/index.ts";
import { nameOf, podRoleArn } from "../../../constructs/index.ts";
import { valueAt } from "../../../graph/index.ts";
import { servicesOnNodes } from "../../../stacks/index.ts";
import { type Place, regionsOf } from "./place.ts";

const SEPARATE = "who looks after a key does not use it";
const THROUGH = "a key is used through AWS services, for data that are one's own";

/** Asked by somebody himself, with no service in between. */
const DIRECTLY = { "kms:ViaService": null, "kms:GrantIsForAWSResource": "false" } as const;

/** A key of the environment: `purpose` is the end of its alias, `us`, `tfstate`. */
interface Key {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly purpose: string;
}

/** Separation of duties: the deploying role administers every key and opens nothing, others the reverse. */
export function keyUseExpectations(place: Place): readonly Expectation[] {
  const keys = keysOf(place);
  return [...keys.flatMap((key) => custodyRows(place, key)), ...podRows(place, keys)];
}

function keysOf({ model, environment, naming }: Place): readonly Key[] {
  const prefix = `alias/${nameOf(naming, "")}`;
  return model.guarded
    .filter(({ account, type }) => account === environment.account && /^aws_kms_(replica_)?key$/.test(type))
    .flatMap(({ id, arn, region }): Key[] => {
      const [alias] = model.graph.dependentsOf(id).flatMap(({ from }): string[] => {
        const dependent = model.graph.byAddress(from);
        const name = dependent?.type === "aws_kms_alias" ? valueAt(dependent.values, "name") : undefined;
        return name?.kind === "known" && typeof name.value === "string" ? [name.value] : [];
      });
      if (region === undefined || alias?.startsWith(prefix) !== true) return [];
      return [{ id, arn, region, purpose: alias.slice(prefix.length) }];
    });
}

/** What platform's own keys are for, that hold no data of customers. */
const OWN = { states: "tfstate", zone: "zone-signing" } as const;

function custodyRows({ platform, environment }: Place, key: Key): readonly Expectation[] {
  const [role] = platform.organization?.guardrails.deploymentRoles ?? [];
  if (role === undefined) return [];
  const deployer = {
    kind: "administrator",
    arn: `arn:aws:iam::${environment.account}:role/${role}`,
  } as const;
  const other = { kind: "administrator", arn: `arn:aws:iam::${environment.account}:role/anybody` } as const;
  const row = (
    says: string,
    wanted: "allow" | "deny",
    as: Subject,
    action: string,
    context: Asked["context"],
  ): Expectation => ({
    rule: SEPARATE,
    says: `${says} (${key.id})`,
    wanted,
    as,
    asked: { action, resource: key.arn, resourceId: key.id, context: { ...context } },
  });
  const through = (service: string) => ({
    "kms:ViaService": `${service}.${key.region}.amazonaws.com`,
    "kms:GrantIsForAWSResource": "true",
    "kms:GranteePrincipal": `${service}.${key.region}.amazonaws.com`,
  });
  const lendsToItself = { ...DIRECTLY, "kms:GranteePrincipal": deployer.arn };
  const states = key.purpose === OWN.states;
  return [
    row("the deploying role changes the policy", "allow", deployer, "kms:PutKeyPolicy", DIRECTLY),
    row("the deploying role opens no ciphertext", "deny", deployer, "kms:Decrypt", DIRECTLY),
    row("the deploying role lends itself nothing", "deny", deployer, "kms:CreateGrant", lendsToItself),
    row("another administrator changes no policy", "deny", other, "kms:PutKeyPolicy", DIRECTLY),
    row("another administrator opens no ciphertext", "deny", other, "kms:Decrypt", DIRECTLY),
    ...(key.purpose === OWN.zone
      ? []
      : [
          row(
            states ? "the deploying role reads states" : "the deploying role reads no objects",
            states ? "allow" : "deny",
            deployer,
            "kms:Decrypt",
            through("s3"),
          ),
          states
            ? row("another administrator reads no states", "deny", other, "kms:Decrypt", through("s3"))
            : row(
                "the deploying role lends it to databases",
                "allow",
                deployer,
                "kms:CreateGrant",
                through("rds"),
              ),
        ]),
  ];
}

/** Pods decrypt through the table or bucket that is theirs, and nothing in any other way. */
function podRows({ platform, environment, naming }: Place, keys: readonly Key[]): readonly Expectation[] {
  const stores = environment.stores.filter(({ engine }) => engine === "s3" || engine === "dynamodb");
  return servicesOnNodes({ platform }).flatMap(({ name, stores: own }) =>
    stores.flatMap((store) =>
      regionsOf(store).flatMap((region) => {
        const key = keys.find((each) => each.region === region && each.purpose === purposeIn(store, region));
        const uses = own.includes(store.store);
        // A key that several stores share says nothing of a service that uses another of them.
        if (key === undefined || (!uses && store.key !== "own")) return [];
        const as = { kind: "identity", arn: podRoleArn(naming, name) } as const;
        const row = (says: string, wanted: "allow" | "deny", context: Asked["context"]): Expectation => ({
          rule: THROUGH,
          says: `${name} of ${environment.name} ${says} ${store.id} in ${region}`,
          wanted,
          as,
          asked: { action: "kms:Decrypt", resource: key.arn, resourceId: key.id, context: { ...context } },
        });
        const via = { "kms:ViaService": `${store.engine}.${region}.amazonaws.com` };
        return [
          row(uses ? "decrypts through" : "decrypts nothing of", uses ? "allow" : "deny", via),
          row("opens no ciphertext of", "deny", DIRECTLY),
        ];
      }),
    ),
  );

  function purposeIn(store: PlacedStore, region: string): string | undefined {
    if (store.key === "own") return store.id;
    return environment.regions.find((each) => each.name === region)?.home.toLowerCase();
  }
}
