import type { AwsReply } from "../../call.ts";
import { arnOf, clusterOf, type Desk, listed, reply } from "./desk.ts";
import { type Cluster, inUse, madeFrom, notFound, type Shape, seconds, shapeOf, textOf } from "./records.ts";

/**
 * Gives a service account a role; an add-on that brings its own is its owner. A service account has one.
 * Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html
 */
export function associate(desk: Desk, cluster: Cluster, wanted: Shape, ownerArn?: string): Shape {
  const [namespace, serviceAccount] = [textOf(wanted.namespace), textOf(wanted.serviceAccount)];
  const taken = [...cluster.associations.values()].some(
    (each) => each.namespace === namespace && each.serviceAccount === serviceAccount,
  );
  if (taken) {
    throw inUse(
      `Association already exists for serviceAccount: ${serviceAccount} in namespace: ${namespace}`,
    );
  }
  const clusterName = textOf(cluster.shape.name);
  const associationId = `a-${madeFrom([desk.call.account, desk.call.signedRegion, clusterName, namespace, serviceAccount], 17)}`;
  const now = seconds(desk.world.clock);
  const association: Shape = {
    clusterName,
    namespace,
    serviceAccount,
    roleArn: wanted.roleArn,
    associationArn: arnOf(desk, `podidentityassociation/${clusterName}/${associationId}`),
    associationId,
    tags: shapeOf(wanted.tags),
    createdAt: now,
    modifiedAt: now,
    ...(ownerArn === undefined ? {} : { ownerArn }),
  };
  cluster.associations.set(associationId, association);
  return association;
}

export function createAssociation(desk: Desk): AwsReply {
  return reply(desk, { association: associate(desk, clusterOf(desk), desk.body) });
}

function associationOf(desk: Desk): Shape {
  const id = desk.path[3] ?? "";
  const association = clusterOf(desk).associations.get(id);
  if (association === undefined) throw notFound(`No association found with associationId: ${id}`);
  return association;
}

export function describeAssociation(desk: Desk): AwsReply {
  return reply(desk, { association: associationOf(desk) });
}

export function listAssociations(desk: Desk): AwsReply {
  const wanted = (key: string) => (each: Shape) => {
    const value = desk.query.get(key);
    return value === null || each[key] === value;
  };
  const all = [...clusterOf(desk).associations.values()]
    .filter(wanted("namespace"))
    .filter(wanted("serviceAccount"))
    .map(({ clusterName, namespace, serviceAccount, associationArn, associationId, ownerArn }) => ({
      clusterName,
      namespace,
      serviceAccount,
      associationArn,
      associationId,
      ...(ownerArn === undefined ? {} : { ownerArn }),
    }));
  return listed(desk, "associations", all);
}

export function updateAssociation(desk: Desk): AwsReply {
  const association = associationOf(desk);
  if (desk.body.roleArn !== undefined) association.roleArn = desk.body.roleArn;
  association.modifiedAt = seconds(desk.world.clock);
  return reply(desk, { association });
}

export function deleteAssociation(desk: Desk): AwsReply {
  const association = associationOf(desk);
  clusterOf(desk).associations.delete(textOf(association.associationId));
  return reply(desk, { association });
}
