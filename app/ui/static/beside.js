// A reflection opens beside the chat; without scripts, or by a modified click, as a page.
() => {
  const panel = document.createElement("section");
  panel.className = "bw-panel";
  panel.hidden = true;
  panel.setAttribute("aria-label", "Talk it through");
  const bar = document.createElement("p");
  const whole = document.createElement("a");
  whole.textContent = "Open as a page";
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  const frame = document.createElement("iframe");
  frame.title = "Talk it through";
  bar.append(whole, close);
  panel.append(bar, frame);
  document.body.append(panel);
  let opener = null;
  const closePanel = () => {
    panel.hidden = true;
    document.body.classList.remove("bw-beside");
    if (opener && opener.isConnected) opener.focus();
  };
  const openPanel = (link) => {
    opener = link;
    // One that is under way goes on where the same answer opens it again.
    if (panel.dataset.of !== link.href) { frame.src = link.href; panel.dataset.of = link.href; }
    panel.hidden = false;
    document.body.classList.add("bw-beside");
    close.focus();
  };
  frame.addEventListener("load", () => {
    whole.href = frame.contentWindow.location.href;
    frame.contentDocument.addEventListener("keydown", (event) => { if (event.key === "Escape") closePanel(); });
  });
  close.addEventListener("click", closePanel);
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") closePanel(); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.bw-talk");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openPanel(link);
  });
}
