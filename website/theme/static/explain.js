// What a pasted message means: on the error page in full, on the search page as its first result.
(() => {
  const MOST = 4;

  // The entries that explain a text, best first; or else those nearest to what was said in plain words.
  window.lessonExplain = (text) => {
    const known = text.trim() ? window.lessonErrors.explaining(text) : [];
    const nearest = known.length || !text.trim() ? [] : window.lessonErrors.answering(text, MOST);
    return { known: known.slice(0, MOST), nearest };
  };

  const field = document.getElementById("pasted");
  if (!field) return;
  const status = document.querySelector(".explain-status");
  const place = document.querySelector(".explained");

  function link(entry) {
    const item = document.createElement("li");
    const made = document.createElement("a");
    made.href = `#error-${entry.slug}`;
    made.textContent = entry.title.replaceAll("`", "");
    item.append(made);
    return item;
  }

  function element(tag, text) {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  }

  // What to install stands below the cure, in its look; between backticks is code.
  function addInstall(copy, install) {
    const parts = install.split("`").map((part, place) => (place % 2 ? element("code", part) : part));
    const row = document.createElement("p");
    row.append(element("strong", "Get."), " ", ...parts);
    const label = [...copy.querySelectorAll("p > strong")].find((one) => one.textContent === "Cure.");
    label.parentElement.after(row);
  }

  // The section of an entry, without the names that others link to.
  function section(entry, install) {
    const found = document.getElementById(`error-${entry.slug}`).closest("section");
    const copy = found.cloneNode(true);
    copy.className = "explanation";
    for (const one of [copy, ...copy.querySelectorAll("[id]")]) one.removeAttribute("id");
    for (const one of copy.querySelectorAll(".headerlink, .copy")) one.remove();
    const title = copy.querySelector("h3"); // here it stands below the title of the page
    const head = document.createElement("h2");
    head.append(...title.childNodes);
    title.replaceWith(head);
    if (install) addInstall(copy, install);
    return copy;
  }

  function list(entries) {
    const made = document.createElement("ul");
    made.append(...entries.map(link));
    return made;
  }

  function show() {
    const { known, nearest } = window.lessonExplain(field.value);
    const [first, ...others] = known;
    place.replaceChildren();
    if (first) place.append(section(first, window.lessonErrors.installing(field.value, first)));
    if (others.length) place.append("It may also be:", list(others));
    if (nearest.length) place.append(list(nearest));
    status.textContent = first
      ? "This is what it says:"
      : nearest.length
        ? "The catalogue does not know this message. The nearest that it knows:"
        : field.value.trim() ? "The catalogue knows nothing like it. Paste the last lines of the message." : "";
  }

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 120);
  });
  if (field.value) show();
})();
