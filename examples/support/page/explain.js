// Why the browser refused. `fetch` tells a page no reason, so this follows the CORS check and the CORS-preflight fetch
// of the Fetch standard over what the API logged. Pure: values in, a sentence out.

const SAFELISTED_METHODS = ["GET", "HEAD", "POST"];

/** The values of `name` among `lines`, as one list; `null` where there is no such header. */
function listed(lines, name) {
  const values = lines.filter(([key]) => key === name).map(([, value]) => value);
  return values.length === 0 ? null : values.flatMap((value) => value.split(",")).map((item) => item.trim());
}

function single(lines, name) {
  return lines.find(([key]) => key === name)?.[1] ?? null;
}

/** Why an answer may name no allowed origin. */
function unnamed({ origin, method, route }) {
  if (route === undefined) return `no policy there allows ${origin} to use ${method}`;
  if (route === null) return `no route serves ${method} on this path`;
  return route.has_policy ? `the policy does not allow ${origin}` : "no policy stands on this route";
}

/** What keeps `answered` from being shared with the page, or `null` if nothing does. */
function corsCheck(answered, facts) {
  const { origin, credentials } = facts;
  const allowed = single(answered, "access-control-allow-origin");
  if (allowed === null) return `it names no allowed origin, because ${unnamed(facts)}`;
  if (allowed === "*" && credentials) {
    return "it allows `*`, which is not permission for a request with credentials";
  }
  if (allowed !== "*" && allowed !== origin) {
    return `it allows ${allowed}, which is not ${origin}`;
  }
  if (credentials && single(answered, "access-control-allow-credentials") !== "true") {
    return "the request carries credentials and the policy does not allow them";
  }
  return null;
}

/** What `preflight` does not allow of the request that it asks for, or `null` if it allows all. */
function preflightCheck(preflight, facts) {
  const wildcard = (list) => !facts.credentials && list.includes("*");
  const blocked = corsCheck(preflight.answered, facts);
  if (blocked !== null) return blocked;
  if (preflight.status < 200 || preflight.status > 299) return `its status is ${preflight.status}`;

  const methods = listed(preflight.answered, "access-control-allow-methods") ?? [];
  if (!methods.includes(facts.method) && !SAFELISTED_METHODS.includes(facts.method) && !wildcard(methods)) {
    return `it does not allow the method ${facts.method}`;
  }
  const headers = (listed(preflight.answered, "access-control-allow-headers") ?? []).map((name) => name.toLowerCase());
  const asked = listed(preflight.sent, "access-control-request-headers") ?? [];
  const missing = asked.filter(
    (name) => !headers.includes(name) && (name === "authorization" || !wildcard(headers)),
  );
  return missing.length === 0 ? null : `it does not allow the header ${missing.map((name) => `\`${name}\``).join(", ")}`;
}

/**
 * The reason for a refusal, with names between backticks.
 *
 * @param {{origin: string, method: string, credentials: boolean, route?: ?{has_policy: boolean}}} facts the request;
 *   `route` is the one that serves its method and path, `null` if none does, left out where the page does not know
 * @param {Array} log the exchanges that the API saw, in order
 */
export function explain(facts, log) {
  const request = log.find((exchange) => !exchange.preflight);
  const preflight = log.find((exchange) => exchange.preflight);
  if (request) {
    const blocked = corsCheck(request.answered, facts);
    return blocked === null
      ? "The API answered and allows the page to read it; the connection failed on the way back."
      : `The API received the request and answered ${request.status}. The browser keeps the answer from the page: ${blocked}.`;
  }
  if (preflight) {
    const blocked = preflightCheck(preflight, facts);
    return blocked === null
      ? "The preflight allows the request; the connection failed before it reached the API."
      : `The browser asked first, with a preflight, and never sent the request: the answer was ${preflight.status}, and ${blocked}.`;
  }
  return "Nothing reached the API. Is it still running?";
}
