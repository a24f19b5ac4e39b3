// The scenarios, the form, the request, and its result.

import { curl } from "/curl.js";
import { edit, explain } from "/explain.js";
import { at, facts, fill, introduce, logged, made, wireRow, write } from "/parts.js";

const BODILESS = ["GET", "HEAD"];

const { site, routes, scenarios } = facts;

/** The scenario whose request the form still has, or `null`. */
let scenario = null;

function chosen() {
  return routes.find((route) => route.id === at("route").value);
}

/** The route that serves the chosen method on the chosen path. Several routes may share a path. */
function serving() {
  return routes.find((route) => route.path === chosen().path && route.method === at("method").value);
}

/** The path with an example in place of each parameter. */
function path() {
  return chosen().path.replaceAll(/\{[^}]*\}/g, "7");
}

/** What the form says. */
function form() {
  const method = at("method").value;
  const hasBody = !BODILESS.includes(method) && at("body").value !== "";
  return {
    route: at("route").value,
    method,
    credentials: at("credentials").checked,
    headers: at("headers").value,
    body: hasBody ? at("body").value : undefined,
  };
}

/** Fills the form with the request of a route. */
function preset(id) {
  at("route").value = id;
  const route = chosen();
  at("method").value = route.method;
  at("headers").value = route.headers;
  at("body").value = route.body;
  at("credentials").checked = route.credentials;
}

/** Chooses a scenario and fills the form with its request. */
function choose(id) {
  scenario = scenarios.find((other) => other.id === id) ?? null;
  for (const radio of document.getElementsByName("scenario")) radio.checked = radio.value === id;
  if (!scenario) return;
  preset(scenario.route);
  at("headers").value = [at("headers").value, scenario.header].filter((line) => line !== "").join("\n");
  at("credentials").checked = scenario.credentials ?? at("credentials").checked;
}

/** Forgets the scenario: the form has another request now. */
function own() {
  choose(null);
  describe();
}

/** Updates what follows from the form: the target, the policy, the curl lines, the link. */
function describe() {
  const route = serving();
  const { method } = form();
  const bodiless = BODILESS.includes(method);
  const elsewhere = scenario !== null && scenario.from !== site.role;
  write(at("about"), scenario ? scenario.about : "Any request. Change what you like and send it.");
  write(at("docs"), chosen().docs);
  at("source").textContent = (route ?? chosen()).source;
  write(
    at("source-note"),
    route
      ? `\`${route.method} ${route.path}\` in \`handlers.rs\`, word for word.`
      : `No route serves ${method} on this path. This is \`${chosen().method} ${chosen().path}\`.`,
  );
  at("body").disabled = bodiless;
  at("body-hint").textContent = bodiless ? `${method} has none` : "";
  at("target").textContent = `${method} ${site.api}${path()}`;
  write(at("hint"), chosen().hint);
  at("send").hidden = elsewhere;
  at("target").hidden = elsewhere;
  at("elsewhere").hidden = !elsewhere;
  at("elsewhere-link").href = `${site.other}/${state()}`;
  at("state").href = state();
  history.replaceState(null, "", state());
  at("curl").textContent = curl({ ...form(), origin: location.origin, url: `${site.api}${path()}` });
}

/** The state of the form, as the fragment of a link. */
function state() {
  const values = scenario ? { scenario: scenario.id } : form();
  const kept = Object.entries(values).filter(([, value]) => value !== undefined && value !== "" && value !== false);
  return `#${new URLSearchParams(kept)}`;
}

/** Restores the form from the link that the page was opened with. */
function restore() {
  const values = new URLSearchParams(location.hash.slice(1));
  const route = values.get("route");
  if (routes.some(({ id }) => id === route)) {
    choose(null);
    preset(route);
    at("method").value = values.get("method") ?? at("method").value;
    at("headers").value = values.get("headers") ?? "";
    at("body").value = values.get("body") ?? "";
    at("credentials").checked = values.get("credentials") === "true";
  } else {
    const id = values.get("scenario");
    choose(scenarios.some((other) => other.id === id) ? id : scenarios.find(({ from }) => from === site.role)?.id ?? scenarios[0].id);
  }
  describe();
}

/** The headers as written, or the line that is not a header, and the names that a browser does not let a page set. */
function headers() {
  const written = new Headers();
  for (const line of at("headers").value.split("\n").filter((line) => line.trim() !== "")) {
    const colon = line.indexOf(":");
    try {
      if (colon < 1) throw new TypeError("no colon");
      written.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
    } catch {
      return { fault: `“${line.trim()}” is not a header: write “name: value”.` };
    }
  }
  const kept = new Request(location.href, { headers: written }).headers;
  const dropped = [...written.keys()].filter((name) => !kept.has(name));
  return {
    written,
    fault: dropped.length === 0 ? "" : `A page may not set these headers, so the browser drops them: ${dropped.join(", ")}.`,
  };
}

/** Sends what the form says, and returns what a page can know of it. */
async function send(id, written) {
  const { method, credentials, body } = form();
  const request = { origin: location.origin, method, credentials };
  try {
    const response = await fetch(`${site.api}${path()}?exchange=${id}`, {
      method,
      headers: written,
      body,
      credentials: credentials ? "include" : "omit",
      cache: "no-store",
    });
    return { request, response, text: await response.text() };
  } catch (error) {
    return { request, error };
  }
}

function show({ request, response, text, error }, log, route, sent) {
  const result = at("result");
  const asked = { ...request, route: route ?? null };
  result.dataset.outcome = response ? "read" : "refused";
  at("outcome").textContent = response ? "Read" : "Refused by the browser";
  at("errors").hidden = Boolean(response);
  at("error").textContent = error ? `${error.name}: ${error.message}` : "";
  write(at("reason"), response ? "" : explain(asked, log));
  const events = log.flatMap((exchange) => exchange.events ?? []).flatMap((event) => event.split("\n"));
  fill(at("logged"), events);
  at("log-lines").hidden = events.length === 0;
  const fix = sent?.edit ? sent : edit(asked, log);
  at("fix").hidden = Boolean(response) || !fix;
  write(at("advice"), fix?.advice ?? "");
  at("edit").replaceChildren(...(fix?.edit ?? "").split("\n").map(editLine));
  at("read").hidden = !response;
  at("status").textContent = response ? `${response.status} ${response.statusText}` : "";
  fill(at("readable"), response ? [...response.headers].map(([name, value]) => `${name}: ${value}`) : []);
  at("answer").textContent = text || "(empty)";
  at("log").tBodies[0].replaceChildren(...log.map(wireRow));
  result.scrollIntoView({ block: "nearest" });
  result.dataset.sends = Number(result.dataset.sends) + 1;
}

/** A line of an edit: added, removed or unchanged. */
function editLine(line) {
  const kind = { "+": "added", "-": "removed" }[line[0]] ?? "";
  return made("span", { className: kind, textContent: `${line}\n` });
}

at("scenarios").replaceChildren(
  ...scenarios.map(({ id, title }) => {
    const label = made("label");
    const name = made("span");
    write(name, title);
    label.append(made("input", { type: "radio", name: "scenario", id: `scenario-${id}`, value: id }), name);
    return label;
  }),
);
at("scenarios").addEventListener("change", (event) => {
  choose(event.target.value);
  describe();
});
at("route").replaceChildren(...routes.map((route) => new Option(`${route.method} ${route.path}`, route.id)));
at("route").addEventListener("change", () => {
  preset(at("route").value);
  own();
});
for (const id of ["method", "credentials"]) at(id).addEventListener("change", own);
for (const id of ["headers", "body"]) at(id).addEventListener("input", own);
at("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  // Not `disabled`: a disabled button loses the keyboard's focus.
  if (at("send").ariaDisabled === "true") return;
  const { written, fault } = headers();
  at("headers-fault").textContent = fault;
  at("headers").setAttribute("aria-invalid", written === undefined);
  if (!written) {
    at("headers").focus();
    return;
  }
  at("send").ariaDisabled = "true";
  const id = crypto.randomUUID();
  const [route, sent] = [serving(), scenario];
  const got = await send(id, written);
  const log = await logged(id);
  at("send").ariaDisabled = "false";
  show(got, log, route, sent);
});
addEventListener("hashchange", restore);

introduce();
restore();
at("send").disabled = false;
