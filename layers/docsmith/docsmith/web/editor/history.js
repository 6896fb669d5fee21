// Revisions: who, when, what changed; and what the checks say.

// A button that leads to a place of the document.
function leading(place, text, look = "linkish") {
  const go = () => state.draw.place(place);
  return make("button", {type: "button", class: look, onclick: go}, text);
}

function showFindings(findings) {
  const place = $("findings");
  if (!place) return;
  const told = (findings || []).slice(0, 12).map((finding) =>
    make(
      "li",
      {"data-severity": finding.severity},
      leading(finding.place, finding.place || "Document"),
      make("span", {}, ` ${finding.message}`),
    ),
  );
  place.replaceChildren(
    ...(told.length ? [make("h3", {}, "Checks"), make("ul", {}, ...told)] : []),
  );
}

async function showHistory() {
  const list = $("history");
  if (!list || isOver) return;
  let answer;
  try {
    answer = await call("GET", `${run}/revisions`);
  } catch (refused) {
    failed(refused);
    return;
  }
  list.replaceChildren(...grouped(answer.data).map(historyItem));
}

// Revisions by hand that follow each other within ten minutes are one entry, which can be opened.
function grouped(revisions) {
  const groups = [];
  const isPlain = (one) => one.author === "hand" && !one.restored;
  for (const revision of revisions) {
    const last = groups.at(-1),
      later = last && last.at(-1);
    const pause = later && Date.parse(later.began_at) - Date.parse(revision.created_at);
    if (later && isPlain(later) && isPlain(revision) && pause < 600_000) last.push(revision);
    else groups.push([revision]);
  }
  return groups;
}

function historyItem(group) {
  const [newest] = group,
    edits = group.reduce((sum, one) => sum + (one.edits || 0), 0);
  const entry = revisionEntry(newest, group.at(-1).base, edits);
  if (group.length === 1) return entry;
  const inner = make("ol", {class: "history inner", hidden: true});
  const opener = opening(`${group.length} versions`, inner, () =>
    inner.replaceChildren(...group.map((one) => revisionEntry(one, one.base, one.edits))),
  );
  entry.querySelector(".acts").append(opener);
  entry.append(inner);
  return entry;
}

function revisionEntry(revision, base, edits) {
  const isHand = revision.author === "hand",
    isHead = revision.number === state.revision;
  const details = make("div", {class: "diff", hidden: true});
  const badges = [
    make("span", {class: `badge ${isHand ? "hand" : "agent"}`}, isHand ? "By hand" : "Agent"),
    make("time", {datetime: revision.created_at}, when.format(new Date(revision.created_at))),
    isHead ? make("span", {class: "badge now"}, "Now") : null,
  ];
  const restore = make(
    "button",
    {type: "button", class: "linkish", onclick: () => restoreRevision(revision.number)},
    "Restore",
  );
  return make(
    "li",
    {class: isHead ? "current" : null},
    make("div", {class: "who"}, ...badges),
    make(
      "p",
      {class: "summary"},
      edits > 1 ? `${edits} edits. ${revision.summary}` : revision.summary,
    ),
    make(
      "div",
      {class: "acts"},
      opening("What changed", details, () => showDiff(details, revision.number, base)),
      state.viewOnly || isHead ? null : restore,
    ),
    details,
  );
}

// A button that shows and hides what it is about, which is filled when it is first shown.
function opening(text, place, fill) {
  const button = make("button", {type: "button", class: "linkish", "aria-expanded": "false"}, text);
  button.addEventListener("click", () => {
    place.hidden = !place.hidden;
    button.setAttribute("aria-expanded", String(!place.hidden));
    if (!place.hidden && !place.childElementCount) fill();
  });
  return button;
}

async function showDiff(place, number, against) {
  place.replaceChildren(make("p", {class: "hint"}, "Comparing …"));
  try {
    if (!against) {
      place.replaceChildren(make("p", {class: "hint"}, "The first version."));
      return;
    }
    const answer = await call("GET", `${run}/revisions/${number}/diff?against=${against}`);
    const rows = answer.changes.map((change) =>
      make(
        "div",
        {class: "change"},
        leading(change.place, change.label || change.place, "linkish where"),
        ...(change.before ? [make("del", {}, change.before)] : []),
        ...(change.after ? [make("ins", {}, change.after)] : []),
      ),
    );
    if (answer.more) rows.push(make("p", {class: "hint"}, `and ${answer.more} more`));
    place.replaceChildren(
      ...(rows.length ? rows : [make("p", {class: "hint"}, "Nothing that is read.")]),
    );
  } catch (refused) {
    place.replaceChildren(make("p", {class: "hint"}, refused.message));
  }
}

async function restoreRevision(number) {
  await idle();
  try {
    await call("POST", `${run}/restore`, {revision: number});
    state.undo = [];
    state.redo = [];
    await refresh();
    toast(`Revision ${number} is the document again.`);
    tell("saved");
  } catch (refused) {
    failed(refused);
  }
  showHistory();
}
