// The search page: MiniSearch over what the build has written down of every section (search-index.js).
// A word may be misspelt, in the plural, or begun; titles count most, and a whole message that is there word by word.
(() => {
  const field = document.querySelector(".find input");
  const list = document.querySelector(".results");
  const status = document.querySelector(".find-status");
  const MOST = 30;
  const CALLED_SO = 4;
  const SHORT = 4; // words
  const FIRST = 4; // results
  const MANY = 3; // pages

  const lower = (text) => text.toLowerCase().replace(/[‘’`"“”]/g, "'").replace(/\s+/g, " ").trim();

  // One form for a word and its plural.
  function stem(word) {
    if (word.length < 4 || word.endsWith("ss")) return word;
    return word.replace(/ies$/, "y").replace(/(x|ch|sh|ss)es$/, "$1").replace(/s$/, "");
  }

  const words = (text) => lower(text).split(/[^\p{L}\p{N}_+#.]+/u).map((word) => word.replace(/^\.+|\.+$/g, "")).filter(Boolean);

  // What is written in two words may be looked for as one: "calls back" is found by "callback".
  function joined(text) {
    const all = words(text).map(stem);
    return all.slice(1).map((word, place) => all[place] + word).join(" ");
  }

  // A word that is nowhere is taken for the nearest that is somewhere: one letter off, or two in a
  // long word, and in a title if there is one.
  function corrected(query) {
    const whole = { tokenize: (word) => [word] }; // from_bufer is no word, although "from" is one
    const near = (word, options) => index.search(word, { prefix: false, ...whole, ...options })[0]?.terms[0];
    const steps = [1, 2].flatMap((fuzzy) => [{ fuzzy, fields: ["heading"] }, { fuzzy }]);
    const nearest = (word) => steps.filter((step) => step.fuzzy * 3 <= word.length).map((step) => near(word, step)).find(Boolean);
    return words(query)
      .map((word) => (word.length < 4 || index.search(word, { fuzzy: false, ...whole }).length ? word : nearest(word) ?? word))
      .join(" ");
  }

  const named = (text) => words(text).map(stem).join(" ");

  // "Hints" and "Files" stand on each exercise's page, and name nothing that somebody looks for.
  const pages = {};
  for (const { heading } of window.lessonIndex) pages[heading] = (pages[heading] ?? 0) + 1;
  const isOfMany = (heading) => pages[heading] > MANY;

  const index = new MiniSearch({
    fields: ["heading", "joined", "page", "also", "text"],
    idField: "url",
    tokenize: (text) => words(text).flatMap((word) => [word, ...(/[_.]/.test(word) ? word.split(/[_.]+/) : [])]).filter(Boolean),
    processTerm: stem,
    searchOptions: {
      boost: { heading: 6, joined: 6, also: 4, page: 2 },
      prefix: (word) => word.length > 2,
      fuzzy: (word) => (word.length > 5 ? 0.2 : false),
      weights: { fuzzy: 0.25, prefix: 0.5 },
      boostDocument: (url, word, stored) => (stored?.top ? 3.6 : isOfMany(stored?.heading) ? 0.4 : 1),
    },
    storeFields: ["top", "heading"],
  });
  const entries = new Map(window.lessonIndex.map((entry) => [entry.url, entry]));
  const texts = new Map(window.lessonIndex.map((entry) => [entry.url, lower(`${entry.heading} ${entry.text}`)]));
  const names = new Map(window.lessonIndex.map((entry) => [entry.url, named(entry.heading)]));
  index.addAll(window.lessonIndex.map((entry) => ({ also: "", ...entry, joined: joined(entry.heading) })));

  // All words if any section has all of them, or else any of them; the whole phrase comes first, and what is called so.
  function find(typed) {
    const query = corrected(typed);
    let found = index.search(query, { combineWith: "AND" });
    const isPhrase = words(query).length > 1;
    if (!found.length) found = index.search(query, { combineWith: "OR" });
    const phrase = lower(typed);
    const name = named(query);
    const score = (one) => one.score * (isPhrase && texts.get(one.id).includes(phrase) ? 8 : 1) * (names.get(one.id) === name ? CALLED_SO : 1);
    return found.map((one) => [score(one), one]).sort(([one], [other]) => other - one).map(([, one]) => one);
  }

  // Part of the text around the first word that was found, with the words marked.
  function excerpt(entry, found) {
    const wanted = found.terms.filter((word) => word.length > 1).sort((one, other) => other.length - one.length);
    const escaped = wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = escaped.length ? new RegExp(escaped.join("|"), "gi") : null;
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

  function result(found, entry = entries.get(found.id)) {
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
    const isTitle = index.search(corrected(query), { fields: ["heading"], combineWith: "AND" }).length > 0;
    const place = (entry) => `errors.html#error-${entry.slug}`;
    const isWord = words(query).length === 1 && nearest[0] && found.slice(0, FIRST).some((one) => one.id === place(nearest[0]));
    const isMessage = isWord || /[:'"]/.test(query) || words(query).length > SHORT;
    return [...known, ...(isMessage && !isTitle ? nearest.slice(0, 1) : [])].map((entry) => {
      const { title, cause } = entry;
      const url = place(entry);
      const item = result({ id: url, terms: [] }, { url, heading: title.replaceAll("`", ""), kind: "Error catalogue", page: "Error catalogue", text: cause.replaceAll("`", "") });
      item.dataset.url = url;
      return item;
    });
  }

  function show() {
    const query = field.value.trim();
    const found = query ? find(query) : [];
    const known = explanations(query, found);
    list.replaceChildren(...known, ...found.filter((one) => !known.some((item) => item.dataset.url === one.id)).slice(0, MOST).map((one) => result(one)));
    const sections = found.length === 1 ? "1 section" : `${found.length} sections`;
    status.textContent = !query
      ? "Type a word, or a part of a message."
      : found.length || known.length
        ? `${sections} for “${query}”.`
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
