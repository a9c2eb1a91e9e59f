import { type Expectation, HOLE } from "../../../access/index.ts";
import type { PlacedStore, Service } from "../../../config/index.ts";
import {
  backupRoleArn,
  bucketArn,
  CACHE_USER,
  cacheConnectArns,
  databaseUser,
  functionRoleArn,
  type Naming,
  podRoleArn,
  tableArn,
} from "../../../constructs/index.ts";
import { servicesOnNodes } from "../../../stacks/index.ts";
import { type Place, regionsOf, widePeople } from "./place.ts";

const RULE = "services reach their own stores, and no others";

/** What a service does first with a store; undefined where IAM is not asked, as Memcached does not. */
function probes(
  naming: Naming,
  store: PlacedStore,
  service: string,
  region: string,
): readonly (readonly [action: string, resource: string])[] {
  switch (store.engine) {
    case "s3":
      // One object stands for all: a key could be chosen that looks like another bucket's name.
      return [["s3:GetObject", `${bucketArn(naming, store.id, region)}/any`]];
    case "dynamodb":
      return [["dynamodb:GetItem", tableArn(naming, store.id, region)]];
    case "aurora-postgresql":
    case "rds-postgresql": {
      const user = databaseUser(store.id, service);
      return [["rds-db:connect", `arn:aws:rds-db:${region}:${naming.account}:dbuser:${HOLE}/${user}`]];
    }
    case "redis": {
      const cache = { store: store.id, user: CACHE_USER, global: store.replicated };
      return cacheConnectArns(naming, cache, [region]).map((arn) => ["elasticache:Connect", arn] as const);
    }
    case "memcached":
      return [];
  }
}

/** Each service with each store in each region that holds it: its own it must reach, the others it must not. */
export function serviceExpectations({ platform, environment, naming }: Place): readonly Expectation[] {
  return servicesOnNodes({ platform }).flatMap((service) =>
    environment.stores.flatMap((store) =>
      regionsOf(store).flatMap((region) =>
        probes(naming, store, service.name, region).map(([action, resource]): Expectation => {
          const own = uses(service, store);
          return {
            rule: RULE,
            says: `${service.name} of ${environment.name} ${own ? "reaches" : "does not reach"} ${store.id} in ${region}`,
            wanted: own ? "allow" : "deny",
            as: { kind: "identity", arn: podRoleArn(naming, service.name) },
            asked: { action, resource },
          };
        }),
      ),
    ),
  );
}

/** A service may also try the user of one to whom the database belongs: only that service's pods are let in as it. */
export function databaseUserExpectations(place: Place): readonly Expectation[] {
  const { platform, environment, naming } = place;
  const databases = environment.stores.filter(({ engine }) => engine.endsWith("postgresql"));
  return databases.flatMap((store) =>
    platform.services
      .filter((service) => uses(service, store))
      .flatMap((service) =>
        regionsOf(store).flatMap((region) =>
          probes(naming, store, service.name, region).map(
            ([action, resource]): Expectation => ({
              rule: "only its own service is let into a database as that service",
              says: `only ${service.name} of ${environment.name} connects to ${store.id} in ${region} as its user`,
              wanted: "nobody-but",
              who: [podRoleArn(naming, service.name), ...widePeople(place, "administrator")],
              asked: { action, resource },
            }),
          ),
        ),
      ),
  );
}

/** Tables and objects are read by those to whom they belong, services and functions, and by backups. */
export function readerExpectations(place: Place): readonly Expectation[] {
  const { platform, environment, naming } = place;
  return environment.stores
    .filter(({ engine }) => engine === "s3" || engine === "dynamodb")
    .flatMap((store) =>
      regionsOf(store).flatMap((region) =>
        probes(naming, store, "", region).map(
          ([action, resource]): Expectation => ({
            rule: "only its own services and backups read a store",
            says: `nobody else reads ${store.id} of ${environment.name} in ${region}`,
            wanted: "nobody-but",
            who: [
              ...platform.services
                .filter((service) => uses(service, store))
                .map(({ name }) => podRoleArn(naming, name)),
              ...platform.serverless.functions
                .filter(({ stores }) => stores.includes(store.store))
                .map(({ name }) => functionRoleArn(naming, name)),
              backupRoleArn(naming, "backup"),
              backupRoleArn(naming, "restore"),
              ...widePeople(place, "administrator"),
              // Only of public pictures, and only for this account's distributions, which a row of its own asks.
              ...(store.engine === "s3" && store.data === "public" ? ["cloudfront.amazonaws.com"] : []),
            ],
            asked: { action, resource },
          }),
        ),
      ),
    );
}

function uses({ stores }: Service, { store }: PlacedStore): boolean {
  return stores.includes(store);
}
