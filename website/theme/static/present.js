// An episode on a projector: one section a screen. The arrow keys step, Escape ends.
(() => {
  const start = document.querySelector("button.present");
  const top = document.querySelector("article > section");
  const main = document.getElementById("content");
  const slides = slidesOf(top);
  let now = 0;
  let bar = null;

  // The first screen is the title with the overview; key points are the last.
  function slidesOf(section) {
    const found = [[]];
    for (const node of section.children) {
      if (node.matches("section, .keypoints")) found.push([node]);
      else found.at(-1).push(node);
    }
    return found;
  }

  function show(place) {
    now = Math.min(Math.max(place, 0), slides.length - 1);
    slides.forEach((nodes, number) => nodes.forEach((node) => node.classList.toggle("off", number !== now)));
    bar.querySelector("[role=status]").textContent = `${now + 1} of ${slides.length}`;
    scrollTo({ top: 0, behavior: "instant" });
  }

  function button(text, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", action);
    return made;
  }

  function controls() {
    const made = document.createElement("div");
    made.className = "steps";
    made.setAttribute("role", "toolbar");
    made.setAttribute("aria-label", "Presentation");
    const place = document.createElement("span");
    place.setAttribute("role", "status");
    made.append(button("Previous", () => show(now - 1)), place, button("Next", () => show(now + 1)), button("End", end));
    return made;
  }

  // The section that is being read comes first.
  function begin() {
    const reading = slides.findLastIndex((nodes) => nodes[0].getBoundingClientRect().top < innerHeight / 3);
    bar = controls();
    main.append(bar);
    document.documentElement.classList.add("presenting");
    show(Math.max(reading, 0));
    addEventListener("keydown", onKey);
    document.documentElement.requestFullscreen?.().catch(() => { /* the window will do */ });
  }

  function end() {
    document.documentElement.classList.remove("presenting");
    bar.remove();
    removeEventListener("keydown", onKey);
    slides[now][0].scrollIntoView();
    if (document.fullscreenElement) document.exitFullscreen();
    start.focus({ preventScroll: true });
  }

  const keys = {
    ArrowRight: () => show(now + 1),
    PageDown: () => show(now + 1),
    ArrowLeft: () => show(now - 1),
    PageUp: () => show(now - 1),
    Home: () => show(0),
    End: () => show(slides.length - 1),
    Escape: end,
  };

  function onKey(event) {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]();
  }

  start.addEventListener("click", begin);
})();
