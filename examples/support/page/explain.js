// Why the browser refused. `fetch` does not tell a page, so this follows the CORS check and the CORS-preflight fetch of
// the Fetch standard on what the API logged. Pure: values in, sentences out.

const SAFELISTED_METHODS = ["GET", "HEAD", "POST"];

/** The values of the header `name` in `lines`, as one list; `null` if there is no such header. */
function listed(lines, name) {
  const values = lines.filter(([key]) => key === name).map(([, value]) => value);
  return values.length === 0 ? null : values.flatMap((value) => value.split(",")).map((item) => item.trim());
}

function single(lines, name) {
  return lines.find(([key]) => key === name)?.[1] ?? null;
}

/** Why a response may have no allowed origin. */
function unnamed({ origin, method, route }, { answered, status }) {
  // A policy says in `Vary` that the response depends on the origin.
  const isOfPolicy = listed(answered, "vary")?.some((name) => /^(origin|access-control-request-method)$/i.test(name));
  const add = { advice: "If the page is yours, list it:", edit: `+    origins = ["${origin}"],` };
  if (status === 401 && !isOfPolicy) return { why: "something answered before the policy did" };
  if (route === undefined) return { why: `no policy there allows ${origin} to use ${method}`, ...add };
  if (route === null) return { why: `no route serves ${method} on this path` };
  if (route.has_policy) return { why: `the policy does not allow ${origin}`, ...add };
  return {
    why: "the route has no policy",
    advice: "If pages may read it, give it a policy:",
    edit: `+#[cors(origins = ["${origin}"])]`,
  };
}

/** What keeps the page from reading `exchange`, or `null` if nothing does. */
function corsCheck(exchange, facts) {
  const { answered } = exchange;
  const { origin, credentials } = facts;
  const cookies = { advice: "Send it without credentials, or allow them:", edit: "+    credentials," };
  const allowed = single(answered, "access-control-allow-origin");
  if (allowed === null) {
    const { why, ...fix } = unnamed(facts, exchange);
    return { why: `it allows no origin, because ${why}`, ...fix };
  }
  if (allowed === "*" && credentials) {
    return {
      why: "it allows `*`, which is not enough for a request with credentials",
      advice: "Send it without credentials, or list the origins and allow credentials:",
      edit: `-    origins = any,\n+    origins = ["${origin}"],\n+    credentials,`,
    };
  }
  if (allowed !== "*" && allowed !== origin) return { why: `it allows ${allowed}, which is not ${origin}` };
  if (credentials && single(answered, "access-control-allow-credentials") !== "true") {
    return { why: "the request has credentials, and the policy does not allow them", ...cookies };
  }
  return null;
}

/** What `preflight` does not allow of the request that it asks about, or `null` if it allows everything. */
function preflightCheck(preflight, facts) {
  const wildcard = (list) => !facts.credentials && list.includes("*");
  const blocked = corsCheck(preflight, facts);
  if (blocked !== null) return blocked;
  if (preflight.status < 200 || preflight.status > 299) return { why: `its status is ${preflight.status}` };

  const methods = listed(preflight.answered, "access-control-allow-methods") ?? [];
  if (!methods.includes(facts.method) && !SAFELISTED_METHODS.includes(facts.method) && !wildcard(methods)) {
    return { why: `it does not allow the method ${facts.method}` };
  }
  const headers = (listed(preflight.answered, "access-control-allow-headers") ?? []).map((name) => name.toLowerCase());
  const asked = listed(preflight.sent, "access-control-request-headers") ?? [];
  const missing = asked.filter(
    (name) => !headers.includes(name) && (name === "authorization" || !wildcard(headers)),
  );
  if (missing.length === 0) return null;
  const all = [...headers, ...missing].map((name) => `"${name}"`).join(", ");
  return {
    why: `it does not allow the header ${missing.map((name) => `\`${name}\``).join(", ")}`,
    advice: "Remove the header from the page, or list it:",
    edit: `+    headers = [${all}],`,
  };
}

/** The step that stopped the request, with the exchange and what was wrong with it. */
function stopped(facts, log) {
  const request = log.find((exchange) => !exchange.preflight);
  const preflight = log.find((exchange) => exchange.preflight);
  const exchange = request ?? preflight ?? null;
  const check = request ? corsCheck : preflightCheck;
  return { exchange, problem: exchange && check(exchange, facts) };
}

/**
 * The reason for a refusal, with names in backticks.
 *
 * @param {{origin: string, method: string, credentials: boolean, route?: ?{has_policy: boolean}}} facts the request;
 *   `route` is the one that serves its method and path, `null` if none does, left out if the page does not know
 * @param {Array} log the exchanges that the API saw, in order
 */
export function explain(facts, log) {
  const { exchange, problem } = stopped(facts, log);
  if (exchange === null) return "Nothing reached the API. Is it still running?";
  const { preflight, status } = exchange;
  if (problem === null) {
    return preflight
      ? "The preflight allows the request. The connection failed before the request reached the API."
      : "The API answered, and the page may read the response. The connection failed on the way back.";
  }
  return preflight
    ? `The browser sent a preflight and got ${status}. It never sent the request: ${problem.why}.`
    : `The API received the request and answered ${status}. The browser hides the response: ${problem.why}.`;
}

/** The edit of the policy that lets the page read the response, with when to make it; `null` if no edit is known. */
export function edit(facts, log) {
  const { problem } = stopped(facts, log);
  return problem?.edit ? problem : null;
}
