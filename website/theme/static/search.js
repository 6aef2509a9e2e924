// The search page: what ranking.js finds as a list, and what is a message explained first.
(() => {
  const field = document.querySelector(".find input");
  const list = document.querySelector(".results");
  const status = document.querySelector(".find-status");
  const SHORT = 4; // words
  const FIRST = 4; // results
  const IN_THE_LESSON = 2; // results
  const { find, isTitle, isAsked, words, corrected, entry: entryOf } = window.lessonRanking;

  // Part of the text around the first word that was found, with the words marked.
  function excerpt(entry, found) {
    const wanted = found.terms.filter((word) => word.length > 1).sort((one, other) => other.length - one.length);
    const escaped = wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/y$/, "(?:y|ies)"));
    // Of a word, its beginning, as the index has it: there is no "order" in "border".
    const pattern = escaped.length ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})`, "giu") : null;
    const first = Math.max(pattern ? entry.text.search(pattern) : 0, 0);
    const from = Math.max(first - 60, 0);
    const cut = entry.text.slice(from, from + 220);
    const shown = document.createElement("p");
    let end = 0;
    for (const hit of pattern ? cut.matchAll(pattern) : []) {
      const made = document.createElement("mark");
      made.textContent = hit[0];
      shown.append(cut.slice(end, hit.index), made);
      end = hit.index + hit[0].length;
    }
    shown.append(cut.slice(end), entry.text.length > from + 220 ? " …" : "");
    if (from) shown.prepend("… ");
    return shown;
  }

  function result(found, entry = entryOf(found.id)) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.url;
    link.textContent = entry.heading;
    const where = document.createElement("p");
    where.className = "where";
    where.textContent = entry.kind === entry.page ? entry.page : `${entry.kind}: ${entry.page}`;
    item.append(link, where, excerpt(entry, found));
    return item;
  }

  // What the catalogue says of a query; a short one may be misspelt, and a message is pasted.
  function explained(query) {
    const told = window.lessonExplain(query);
    if (told.known.length || words(query).length > SHORT) return told;
    const meant = window.lessonExplain(corrected(query));
    return { known: meant.known, nearest: told.nearest.length ? told.nearest : meant.nearest };
  }

  // What is a message is explained first, as on the error page. The words of a title are no message;
  // a word that no title has may be one, as "segfault" is, if the search finds the same entry.
  function explanations(query, found) {
    const { known, nearest } = explained(query);
    const isWord = words(query).length === 1 && nearest[0] && found.slice(0, FIRST).some((one) => one.id === placeOf(nearest[0]));
    const isMessage = isWord || /[:'"]/.test(query) || words(query).length > SHORT;
    return [...known, ...(isMessage && !isTitle(query) ? nearest.slice(0, 1) : [])];
  }

  const placeOf = (entry) => `errors.html#error-${entry.slug}`;

  function explanation(entry) {
    const [title, cause] = [entry.title, entry.cause].map((text) => text.replaceAll("`", ""));
    return result({ id: placeOf(entry), terms: [] }, { url: placeOf(entry), heading: title, kind: "Error catalogue", page: "Error catalogue", text: cause });
  }

  // A message and a complaint are explained first; who asks how or what reads of it in the lesson.
  function listed(query, found) {
    const known = explanations(query, found);
    const places = known.map(placeOf);
    const sections = found.filter((one) => !places.includes(one.id)).map((one) => result(one));
    const before = isAsked(query) ? IN_THE_LESSON : 0;
    return [...sections.slice(0, before), ...known.map(explanation), ...sections.slice(before)];
  }

  function show() {
    const query = field.value.trim();
    const { shown, count } = query ? find(query) : { shown: [], count: 0 };
    list.replaceChildren(...listed(query, shown));
    const sections = count === 1 ? "1 section" : `${count} sections`;
    const meant = corrected(query) === words(query).join(" ") ? "" : `, read as “${corrected(query)}”`;
    status.textContent = !query
      ? "Type a word, or a part of a message."
      : list.children.length
        ? `${sections} for “${query}”${meant}.`
        : `Nothing was found for “${query}”. Try other words, or a part of the message.`;
    history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
  }

  function move(step) {
    const links = [...list.querySelectorAll("a")];
    const place = links.indexOf(document.activeElement) + step;
    if (place < 0) field.focus();
    else links[Math.min(place, links.length - 1)]?.focus();
  }

  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    move(1);
  });
  field.addEventListener("input", show);
  document.querySelector(".find-place").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    move(step);
  });
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  show();
  if (field.value) move(1);
  else field.focus();
})();
