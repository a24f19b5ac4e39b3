// The parts of every page: its data, the header, and the log of requests and responses.

export const at = (id) => document.getElementById(id);

/** The data of the page, from its own server. */
export const facts = await (await fetch("/facts")).json();

/** A new element of a kind. */
export const made = (kind, properties = {}) => Object.assign(document.createElement(kind), properties);

/** One list item a line. */
export function fill(list, lines) {
  list.replaceChildren(...lines.map((line) => made("li", { textContent: line })));
}

/** Shows a text with names in backticks, as in Rust's documentation. */
export function write(element, text) {
  const parts = text.split("`");
  element.replaceChildren(
    ...parts.map((part, index) => (index % 2 === 1 ? made("code", { textContent: part }) : part)),
  );
}

/** Shows at the top how the policies see the page, and a link to the other page. */
export function introduce() {
  const { site } = facts;
  const isPage = site.role === "page";
  document.body.dataset.role = site.role;
  at("role").textContent = isPage ? "The page" : "The stranger";
  at("origin").textContent = location.origin;
  at("note").textContent = site.note ?? "";
  at("note").hidden = !site.note;
  at("other").href = site.other;
  const other = site.note ? "The other page" : isPage ? "Open it as a stranger" : "Open it as the page";
  at("other").textContent = `${other}: ${site.other}`;
}

/** The exchanges with an id, from the page's own server, in order. */
export async function logged(id) {
  return fetch(`/log?exchange=${id}`).then((answer) => answer.json(), () => []);
}

/** An exchange as a row of a table. */
export function wireRow(exchange) {
  const row = made("tr");
  const cell = (label, first, lines) => {
    const cell = made("td");
    cell.dataset.label = label;
    const list = made("ul", { className: "lines" });
    fill(list, [first, ...lines.map(([name, value]) => `${name}: ${value}`)]);
    cell.append(list);
    return cell;
  };
  row.append(
    made("th", { scope: "row", textContent: exchange.preflight ? "Preflight" : "Request" }),
    cell("The browser sent", `${exchange.method} ${exchange.path}`, exchange.sent),
    cell("The API answered", `${exchange.status}`, exchange.answered),
  );
  return row;
}
