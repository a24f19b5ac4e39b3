import { at, facts, introduce, made } from "/parts.js";
import { once, on, send } from "/send.js";

const entries = `${facts.site.api}/pokemon`;

function json(value) {
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

/** A row with the entry's fields and the buttons that change and remove it. */
function row({ number, name, kind }) {
  const row = made("form", { className: "entry", id: `entry-${number}` });
  const field = (label, value) => {
    const input = made("input", { value, required: true, maxLength: 40, autocomplete: "off" });
    input.ariaLabel = `${label} of ${number}`;
    return input;
  };
  const fields = [field("Name", name), field("Kind", kind)];
  const change = made("button", { textContent: "Change", className: "change" });
  const remove = made("button", { textContent: "Remove", className: "remove", type: "button" });
  change.ariaLabel = `Change ${number}`;
  remove.ariaLabel = `Remove ${number}`;
  row.append(made("span", { textContent: number }), ...fields, change, remove);

  once(row, "submit", change, async () => {
    const [name, kind] = fields.map((field) => field.value);
    await send("PUT", `${entries}/${number}`, json({ name, kind }));
  });
  once(remove, "click", remove, async () => {
    const got = await send("DELETE", `${entries}/${number}`);
    if (got?.status === 204) {
      row.remove();
      at("read").focus();
    }
  });
  return row;
}

on("read", async () => {
  const got = await send("GET", entries);
  if (got) at("entries").replaceChildren(...JSON.parse(got.text).map(row));
});

on("create", async () => {
  const entry = { number: at("number").valueAsNumber, name: at("name").value, kind: at("kind").value };
  const got = await send("POST", entries, json(entry));
  if (got?.status === 201) at("entries").append(row(JSON.parse(got.text)));
});

introduce();
