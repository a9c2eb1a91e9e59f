import type { AwsCall, AwsReply } from "../call.ts";
import type { RefusedCall } from "../overlay.ts";
import { namespaceOf, protocolOf, requestId } from "./protocol.ts";
import { element, fields, renderXml, type XmlElement } from "./xml.ts";

/** An answer of a query-protocol service: `<ActionResponse><ActionResult>..</ActionResult></ActionResponse>`. */
export function queryReply(call: AwsCall, result: readonly XmlElement[]): AwsReply {
  const root = element(
    `${call.action}Response`,
    [
      element(`${call.action}Result`, result),
      element("ResponseMetadata", [element("RequestId", requestId(call))]),
    ],
    namespaceOf(call.service),
  );
  return xmlReply(call, 200, root);
}

/** An XML document as answer, for REST-XML services and for answers that were amended. */
export function xmlReply(call: AwsCall, status: number, root: XmlElement): AwsReply {
  return {
    status,
    headers: { "content-type": "text/xml;charset=utf-8", "x-amzn-requestid": requestId(call) },
    body: renderXml(root),
  };
}

/** An answer of a JSON service, in the version of the protocol that it speaks. */
export function jsonReply(call: AwsCall, value: unknown, status = 200): AwsReply {
  const protocol = protocolOf(call);
  const version = protocol === "json-1.0" ? "1.0" : "1.1";
  return {
    status,
    headers: {
      "content-type": protocol === "rest-json" ? "application/json" : `application/x-amz-json-${version}`,
      "x-amzn-requestid": requestId(call),
    },
    body: JSON.stringify(value),
  };
}

/** The body of a JSON call as an object; empty for anything else. */
export function jsonBody(call: Pick<AwsCall, "body">): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(call.body.toString());
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

/** An error in the form in which the called service answers errors. */
export function errorReply(call: AwsCall, error: RefusedCall): AwsReply {
  const id = requestId(call);
  const fault = error.status >= 500 ? "Receiver" : "Sender";
  const { code, message } = error;
  switch (protocolOf(call)) {
    case "query":
    case "rest-xml":
      return xmlReply(
        call,
        error.status,
        element(
          "ErrorResponse",
          [element("Error", fields({ Type: fault, Code: code, Message: message })), element("RequestId", id)],
          namespaceOf(call.service),
        ),
      );
    case "ec2":
      return xmlReply(
        call,
        error.status,
        element("Response", [
          element("Errors", [element("Error", fields({ Code: code, Message: message }))]),
          element("RequestID", id),
        ]),
      );
    case "s3":
      return xmlReply(
        call,
        error.status,
        element("Error", fields({ Code: code, Message: message, RequestId: id })),
      );
    default: {
      const reply = jsonReply(call, { __type: code, message, Message: message }, error.status);
      return { ...reply, headers: { ...reply.headers, "x-amzn-errortype": code } };
    }
  }
}
