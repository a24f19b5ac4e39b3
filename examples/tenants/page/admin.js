import { at, facts, made, write } from "/parts.js";
import { on, once, send } from "/send.js";

const tenants = `${facts.api}/tenants`;

function row({ name, origin }) {
  const remove = made("button", { type: "button", textContent: "Remove", id: `remove-${name}`, ariaLabel: `Remove ${name}` });
  once(remove, "click", remove, async () => {
    await send("DELETE", `${tenants}/${name}`);
    await list();
    at("name").focus();
  });
  const row = made("li");
  row.append(made("strong", { textContent: name }), made("code", { textContent: origin }), remove);
  return row;
}

/** Shows the tenants as they are now; what is asked for it is not worth an entry beside. */
async function list() {
  const all = await fetch(tenants, { cache: "no-store" }).then((answer) => answer.json(), () => []);
  at("tenants").replaceChildren(...all.map(row));
  at("none").hidden = all.length > 0;
}

/** Fills in the first that is known and no tenant yet. */
function suggest() {
  const [name, origin] = facts.known.find(([name]) => !at(`remove-${name}`)) ?? ["", ""];
  at("name").value = name;
  at("its-origin").value = origin;
}

function complain(fault) {
  at("fault").textContent = fault;
  at("fault").hidden = fault === "";
  at("its-origin").setAttribute("aria-invalid", fault !== "");
}

on("put", async () => {
  const got = await send("PUT", `${tenants}/${at("name").value}`, {
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ origin: at("its-origin").value }),
  });
  complain(got?.status === 422 ? got.text : "");
  if (got?.status !== 200) {
    at("its-origin").focus();
    return;
  }
  await list();
  suggest();
  at("name").focus();
});

// A known name fills in its origin.
at("name").addEventListener("change", () => {
  const found = facts.known.find(([name]) => name === at("name").value);
  if (found) at("its-origin").value = found[1];
});

at("origin").textContent = location.origin;
write(at("note"), facts.note ?? "");
at("note").hidden = !facts.note;
at("known").append(...facts.known.map(([name]) => made("option", { value: name })));
at("others").append(
  ...facts.known.map(([name, origin]) => {
    const item = made("li");
    item.append(made("a", { href: origin, textContent: `The page of ${name}: ${origin}` }));
    return item;
  }),
);
await list();
suggest();
document.body.dataset.role = "admin";
