// The request as curl sends it. Pure: values in, lines out.

const SAFELISTED_METHODS = ["GET", "HEAD", "POST"];
const SAFELISTED_HEADERS = ["accept", "accept-language", "content-language"];
const SAFELISTED_TYPES = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/** A text as one word of a shell. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The names of the headers that need a preflight, in lower case. */
function unsafe(headers) {
  return headers
    .map((line) => line.split(":"))
    .filter(([name, ...value]) => {
      const key = name.trim().toLowerCase();
      const type = value.join(":").split(";")[0].trim().toLowerCase();
      return key === "content-type" ? !SAFELISTED_TYPES.includes(type) : !SAFELISTED_HEADERS.includes(key);
    })
    .map(([name]) => name.trim().toLowerCase());
}

/**
 * The lines for a shell: the preflight, if a browser sends one, and the request. Cookies are left out.
 *
 * @param {{method: string, url: string, origin: string, headers: string, body?: string}} request
 */
export function curl({ method, url, origin, headers, body }) {
  const lines = headers.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const names = unsafe(lines);
  const line = (parts) => `curl -i ${parts.join(" \\\n  ")}`;
  const request = [quoted(url), `-H ${quoted(`Origin: ${origin}`)}`];
  const commands = [];
  if (!SAFELISTED_METHODS.includes(method) || names.length > 0) {
    const asked = [`-H ${quoted(`Access-Control-Request-Method: ${method}`)}`];
    if (names.length > 0) asked.push(`-H ${quoted(`Access-Control-Request-Headers: ${[...names].sort().join(",")}`)}`);
    commands.push(line([`-X OPTIONS ${request[0]}`, request[1], ...asked]));
  }
  const sent = lines.map((header) => `-H ${quoted(header)}`);
  // curl sends a form's content type with a body, a browser that of plain text.
  const typed = lines.some((header) => /^content-type\s*:/i.test(header));
  if (body !== undefined && !typed) sent.push(`-H ${quoted("Content-Type: text/plain;charset=UTF-8")}`);
  if (body !== undefined) sent.push(`--data-raw ${quoted(body)}`);
  const verb = { GET: "", HEAD: "-I " }[method] ?? `-X ${method} `;
  commands.push(line([`${verb}${request[0]}`, request[1], ...sent]));
  return commands.join("\n\n");
}
