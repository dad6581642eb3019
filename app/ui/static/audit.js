// The keyboard of the rating screen: single letters work where nobody is typing.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("rating");
  if (!place) return;
  // The reason is asked for next: its group has the focus as soon as the page is there.
  const first = place.querySelector("[autofocus]");
  if (first) first.focus();
  const go = (address) => { if (address) window.location.href = address; };
  const press = (selector) => { const found = document.querySelector(selector); if (found) found.click(); };
  const actions = {
    j: () => go(place.dataset.after),
    k: () => go(place.dataset.before),
    u: () => press("#undo button"),
    f: () => { const found = document.getElementById("found"); found.open = !found.open; },
    n: () => { const note = document.querySelector("#why textarea"); if (note) note.focus(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const own = event.target;
    const typing = own.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (event.key === "Escape" && typing) own.blur();
    if (typing) return;
    const button = document.querySelector(`#verdict button[data-key="${event.key}"]`);
    if (button) { event.preventDefault(); button.click(); return; }
    if (actions[event.key]) { event.preventDefault(); actions[event.key](); }
  });
});
