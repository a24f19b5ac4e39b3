// The form, the request, and what became of it.

import { explain } from "/explain.js";
import { at, facts, fill, introduce, logged, wireRow, write } from "/parts.js";

const BODILESS = ["GET", "HEAD"];

const { site, routes } = facts;

function chosen() {
  return routes.find((route) => route.name === at("route").value);
}

/** The route that serves the chosen method on the chosen path; several may share a path. */
function serving() {
  return routes.find((route) => route.path === chosen().path && route.method === at("method").value);
}

/** The path with an example in place of each parameter. */
function path() {
  return chosen().path.replaceAll(/\{[^}]*\}/g, "7");
}

/** Puts the chosen route's own method, headers, body and credentials into the form. */
function preset() {
  const route = chosen();
  at("method").value = route.method;
  at("headers").value = route.headers;
  at("body").value = route.body;
  at("credentials").checked = route.credentials;
  write(at("hint"), route.hint);
  describe();
}

/** Everything that follows from the form: the target, the policy that will judge, whether a body can be sent. */
function describe() {
  const route = serving();
  const method = at("method").value;
  const bodiless = BODILESS.includes(method);
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
}

/** The headers as written, or the line that is none and the names that a browser does not let a page set. */
function headers() {
  const written = new Headers();
  for (const line of at("headers").value.split("\n").filter((line) => line.trim() !== "")) {
    const colon = line.indexOf(":");
    try {
      if (colon < 1) throw new TypeError("no colon");
      written.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
    } catch {
      return { fault: `“${line.trim()}” is no header: write “name: value”.` };
    }
  }
  const kept = new Request(location.href, { headers: written }).headers;
  const dropped = [...written.keys()].filter((name) => !kept.has(name));
  return {
    written,
    fault: dropped.length === 0 ? "" : `The browser leaves out what a page may not set: ${dropped.join(", ")}.`,
  };
}

/** Sends what the form says, and answers with what a page can know of it. */
async function send(id, written) {
  const method = at("method").value;
  const body = BODILESS.includes(method) || at("body").value === "" ? undefined : at("body").value;
  const credentials = at("credentials").checked;
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
  } catch {
    return { request };
  }
}

function show({ request, response, text }, log, route) {
  const result = at("result");
  result.dataset.outcome = response ? "read" : "refused";
  at("outcome").textContent = response ? "Read" : "Refused by the browser";
  write(at("reason"), response ? "" : explain({ ...request, route: route ?? null }, log));
  at("read").hidden = !response;
  at("status").textContent = response ? `${response.status} ${response.statusText}` : "";
  fill(at("readable"), response ? [...response.headers].map(([name, value]) => `${name}: ${value}`) : []);
  at("answer").textContent = text || "(empty)";
  at("log").tBodies[0].replaceChildren(...log.map(wireRow));
  result.scrollIntoView({ block: "nearest" });
  result.dataset.sends = Number(result.dataset.sends) + 1;
}

at("route").addEventListener("change", preset);
at("method").addEventListener("change", describe);
at("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  // Not `disabled`: a button that is would lose the keyboard's focus.
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
  const route = serving();
  const got = await send(id, written);
  const log = await logged(id);
  at("send").ariaDisabled = "false";
  show(got, log, route);
});

introduce();
at("route").replaceChildren(
  ...routes.map((route) => new Option(`${route.method} ${route.path}`, route.name)),
);
preset();
at("send").disabled = false;
