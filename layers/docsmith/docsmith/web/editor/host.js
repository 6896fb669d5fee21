// What the host page is told: by postMessage, to its origin and no other.

function tell(type, more = {}) {
  if (window.parent === window) return;
  const message = {source: "docsmith", type, run_id: facts.run, revision: state.revision, ...more};
  const above = location.ancestorOrigins && location.ancestorOrigins[0];
  const pinned = above && facts.origins.includes(above) ? [above] : facts.origins;
  for (const origin of [...pinned, location.origin]) {
    if (!above || origin === above) window.parent.postMessage(message, origin);
  }
}
