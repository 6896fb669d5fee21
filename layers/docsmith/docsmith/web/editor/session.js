// The session and the calls it opens: exchanged for the token, renewed while somebody is here.

const root = location.pathname.split("/edit/")[0];
const run = `/runs/${facts.run}`;

class Refused extends Error {
  constructor(status, body) {
    super((body && body.message) || "The service did not answer.");
    this.status = status;
    this.body = body || {};
  }
}

async function call(method, path, body, more = {}) {
  const headers = {"X-Session": state.session};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(root + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      ...more,
    });
  } catch {
    throw new Refused(0, {message: "There is no connection to the service."});
  }
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  if ((answer.status === 403 && told.reason) || answer.status === 410) ended(told.message);
  throw new Refused(answer.status, told);
}

async function openSession(token) {
  const answer = await call("POST", `${run}/session`, token ? {token} : {});
  state.session = answer.session;
  state.until = Date.parse(answer.expires_at);
  state.viewOnly = answer.view_only;
  $("download").href = answer.download_url;
  return answer;
}

// A session lives 15 minutes and is renewed while somebody is here, who then sees what others did.
let lastSeen = Date.now();
for (const sign of ["keydown", "pointerdown", "scroll"]) {
  addEventListener(sign, () => (lastSeen = Date.now()), {capture: true, passive: true});
}
setInterval(() => {
  if (!state.session || isOver) return;
  const isHere = !document.hidden && Date.now() - lastSeen < 10 * 60_000;
  if (isHere)
    openSession()
      .then(caughtUp)
      .catch(() => {});
  else if (state.until <= Date.now()) ended("Your session is over.");
}, 20_000);

let isOver = false;
function ended(message) {
  if (isOver) return;
  isOver = true;
  state.session = null;
  instead(
    "This session is over",
    "Reload",
    make("p", {}, message || "The link has expired."),
    make(
      "p",
      {class: "quiet"},
      "Everything you changed was saved. Reload to go on; if the link opens nothing any more, open " +
        "the document again from where you came. The application there gets a new link with GET /runs/{run_id}.",
    ),
  );
  setPanel(false);
  status("Expired");
  tell("expired");
}
