export { askJson, askQuery, isXml, type Place } from "./ask.ts";
export { type Form, filters, flag, items, list, parseForm, renderForm } from "./form.ts";
export { namespaceOf, type Protocol, protocolOf, requestId } from "./protocol.ts";
export { errorReply, jsonBody, jsonReply, queryReply, xmlReply } from "./reply.ts";
export {
  child,
  element,
  fields,
  listOf,
  parseXml,
  renderXml,
  setChild,
  textAt,
  walk,
  type XmlContent,
  type XmlElement,
} from "./xml.ts";
