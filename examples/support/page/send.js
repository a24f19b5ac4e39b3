// Sends a request and shows its result as the first entry of the list with the id "exchanges".

import { explain } from "/explain.js";
import { at, fill, logged, made, wireRow, write } from "/parts.js";

/** The number of entries. */
const KEPT = 12;

/** Whether the entries are beside the buttons, and not below them. */
const BESIDE = matchMedia("(width > 60rem)");

/**
 * Sends a request and shows its result.
 *
 * @returns what the page got (`status`, `headers`, `text`), or `null` if the browser refused
 */
export async function send(method, url, { headers, body, credentials = false } = {}) {
  return attempt({ method, url, credentials }, async (marked) => {
    const response = await fetch(marked, {
      method,
      headers,
      body,
      credentials: credentials ? "include" : "omit",
      cache: "no-store",
    });
    const { status, statusText } = response;
    return { status, said: `${status} ${statusText}`, headers: response.headers, text: await response.text() };
  });
}

/**
 * Calls `act` with the URL, which has an id in its query, and shows the result.
 *
 * @param {{method?: string, url: string, credentials?: boolean, what?: string}} request `what` says how it is requested
 * @param {(marked: string) => Promise<{said: string, headers?: Headers, text?: string}>} act fails if the browser
 *   refuses; its result is shown
 */
export async function attempt({ method = "GET", url, credentials = false, what = "" }, act) {
  const id = crypto.randomUUID();
  const marked = new URL(url);
  marked.searchParams.set("exchange", id);
  let got = null;
  let fault = "";
  try {
    got = await act(marked.href);
  } catch (error) {
    fault = `${error.name}: ${error.message}`;
  }
  const log = await logged(id);
  show({ method, url, credentials, what, origin: location.origin }, got, fault, log);
  return got;
}

function show(request, got, fault, log) {
  const entry = made("li");
  entry.dataset.outcome = got ? "read" : "refused";
  const asked = made("p", { className: "asked" });
  write(asked, `\`${request.method} ${request.url}\` ${request.credentials ? "with credentials" : request.what}`);
  const outcome = made("p", {
    className: "outcome",
    textContent: got ? `The page read: ${got.said}` : `The browser refused: ${fault}`,
  });
  entry.append(asked, outcome);
  const readable = [...(got?.headers ?? [])].map(([name, value]) => `${name}: ${value}`);
  if (readable.length > 0) {
    const list = made("ul", { className: "lines" });
    fill(list, readable);
    entry.append(list);
  }
  if (got?.text) entry.append(made("pre", { className: "answer", textContent: got.text }));
  if (!got) {
    const reason = made("p", { className: "reason" });
    write(reason, explain(request, log));
    entry.append(reason);
  }
  if (log.length > 0) entry.append(wire(log));

  const list = at("exchanges");
  for (const earlier of list.querySelectorAll("details")) earlier.open = false;
  list.prepend(entry);
  list.parentElement.scrollTop = 0;
  if (!BESIDE.matches) entry.scrollIntoView({ block: "nearest" });
  while (list.children.length > KEPT) list.lastElementChild.remove();
  list.dataset.sends = Number(list.dataset.sends ?? 0) + 1;
  at("latest").textContent = `${request.method} ${request.url}: ${outcome.textContent}`;
}

function wire(log) {
  const details = made("details", { open: true });
  const table = made("table");
  const head = table.createTHead().insertRow();
  for (const title of ["Step", "The browser sent", "The API answered"]) {
    head.append(made("th", { scope: "col", textContent: title }));
  }
  table.createTBody().append(...log.map(wireRow));
  details.append(made("summary", { textContent: "Requests and responses" }), table);
  return details;
}

/** Runs `act` when the button with this id is pressed, or the form with this id sent. */
export function on(id, act) {
  const element = at(id);
  const isForm = element.tagName === "FORM";
  once(element, isForm ? "submit" : "click", isForm ? element.querySelector("button") : element, act);
}

/** Runs `act` at each event, but not twice at once. */
export function once(element, event, button, act) {
  element.addEventListener(event, async (event) => {
    event.preventDefault();
    // Not `disabled`: a disabled button loses the keyboard's focus.
    if (button.ariaDisabled === "true") return;
    button.ariaDisabled = "true";
    try {
      await act();
    } finally {
      button.ariaDisabled = "false";
    }
  });
}
