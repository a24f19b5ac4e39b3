import { at, facts, fill, made } from "/parts.js";
import { attempt, on, send } from "/send.js";

const { catalogue, content, images, accounts } = Object.fromEntries(facts.origins);

// Catalogue.

on("films", async () => {
  const got = await send("GET", `${catalogue}/films`);
  if (got) fill(at("list"), JSON.parse(got.text).map((film) => film.title));
});

// Content: each frame is a number of grey bytes, drawn when it arrives.

function draw([width, height], grey) {
  const screen = at("screen");
  Object.assign(screen, { width, height });
  const picture = new ImageData(width, height);
  grey.forEach((shade, place) => picture.data.set([shade, shade, shade, 255], 4 * place));
  screen.getContext("2d").putImageData(picture, 0, 0);
}

function play(film) {
  return attempt({ url: `${content}/films/${film}` }, async (url) => {
    const { body, headers, status, statusText } = await fetch(url, { cache: "no-store" });
    const size = headers.get("frame-size").split("x").map(Number);
    const length = size[0] * size[1];
    const reader = body.getReader();
    let rest = new Uint8Array();
    let frames = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      rest = Uint8Array.from([...rest, ...part.value]);
      for (; rest.length >= length; rest = rest.slice(length)) {
        draw(size, rest.subarray(0, length));
        frames += 1;
      }
    }
    return { status, headers, said: `${status} ${statusText}`, text: `${frames} pictures` };
  });
}

on("lighthouse", () => play("lighthouse"));
on("tide", () => play("tide"));

// Images. The browser does not say why a picture or a font fails.

const poster = `${images}/assets/lighthouse.svg`;

/** Loads a picture into an element, which says with its `crossOrigin` whether the pixels are wanted too. */
async function load(image, url) {
  image.src = url;
  await image.decode();
}

on("show", () =>
  attempt({ url: poster, what: "as a picture" }, async (url) => {
    await load(at("poster"), url);
    at("poster").hidden = false;
    return { said: "nothing, but the visitor sees the picture" };
  }),
);

on("pixels", () =>
  attempt({ url: poster, what: "as a picture with `crossorigin`" }, async (url) => {
    const image = made("img", { crossOrigin: "anonymous" });
    await load(image, url);
    const canvas = made("canvas", { width: image.width, height: image.height });
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
    return { said: `${image.width} × ${image.height} pixels`, text: `the first is rgb(${red} ${green} ${blue})` };
  }),
);

on("font", () =>
  attempt({ url: `${images}/assets/acme.ttf`, what: "as a font" }, async (url) => {
    const font = new FontFace("Acme", `url("${url}")`);
    document.fonts.add(await font.load());
    return { said: `the font ${font.family}` };
  }),
);

// Accounts.

const credentials = true;

on("sign-in", () =>
  send("POST", `${accounts}/session`, {
    credentials,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: at("name").value }),
  }),
);
on("me", () => send("GET", `${accounts}/me`, { credentials }));
on("remember", () => send("PUT", `${accounts}/me/list/tide`, { credentials }));
on("sign-out", () => send("DELETE", `${accounts}/session`, { credentials }));

// The head.

at("role").textContent = facts.name === "stranger" ? "A stranger" : `The ${facts.name}`;
at("origin").textContent = location.origin;
at("note").textContent = facts.note ?? "";
at("note").hidden = !facts.note;
at("others").replaceChildren(
  ...facts.origins.map(([name, origin]) => {
    const link = made("a", { href: origin, textContent: name });
    if (name === facts.name) link.ariaCurrent = "page";
    const item = made("li");
    item.append(link);
    return item;
  }),
);
document.body.dataset.role = facts.name === "stranger" ? "stranger" : "page";
