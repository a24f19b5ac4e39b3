import { at, facts, introduce } from "/parts.js";
import { on, send } from "/send.js";

const { api } = facts.site;

on("next", async () => {
  const got = await send("GET", `${api}/fortune`);
  if (got) at("fortune").textContent = JSON.parse(got.text).text;
});
on("missing", () => send("GET", `${api}/fortunes/99`));
on("credentials", () => send("GET", `${api}/fortune`, { credentials: true }));
on("remove", () => send("DELETE", `${api}/fortunes/1`));

introduce();
