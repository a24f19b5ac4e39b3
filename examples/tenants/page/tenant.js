import { at, facts, write } from "/parts.js";
import { on, send } from "/send.js";

on("sign-in", () => send("POST", `${facts.api}/session`, { credentials: true }));
on("orders", () => send("GET", `${facts.api}/orders`, { credentials: true }));

for (const place of document.querySelectorAll(".tenant")) place.textContent = facts.name;
document.title = `tenants: the page of ${facts.name}`;
at("origin").textContent = location.origin;
write(at("note"), facts.note ?? "");
at("note").hidden = !facts.note;
at("admin").href = facts.admin;
at("admin").textContent = `The admin page, which adds and removes it: ${facts.admin}`;
document.body.dataset.role = "tenant";
document.body.dataset.tenant = facts.name;
