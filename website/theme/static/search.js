// Search over all pages (search.html), and a filter of the error catalogue (errors.html), by any part of a text.
(() => {
  const plain = (text) => text.toLowerCase().replace(/[‘’`"“”]/g, "'").replace(/\s+/g, " ");
  const words = (query) => plain(query).trim().split(" ").filter(Boolean);

  // The whole phrase counts most, then a heading, then how often a word is there.
  function score(entry, query) {
    const heading = plain(`${entry.page} ${entry.heading}`);
    const text = plain(entry.text);
    let sum = 0;
    for (const word of words(query)) {
      const times = text.split(word).length - 1;
      if (!times && !heading.includes(word)) return 0;
      sum += Math.min(times, 5) + (heading.includes(word) ? 8 : 0);
    }
    const phrase = plain(query).trim();
    return sum + (text.includes(phrase) ? 20 : 0) + (heading.includes(phrase) ? 40 : 0);
  }

  // Part of the text around the first hit, with the hits marked.
  function excerpt(entry, query) {
    const wanted = [plain(query).trim(), ...words(query)];
    const text = entry.text.replace(/\s+/g, " ");
    const found = wanted.find((one) => plain(text).includes(one));
    const from = found ? Math.max(plain(text).indexOf(found) - 70, 0) : 0;
    const shown = document.createElement("p");
    const cut = text.slice(from, from + 240);
    const at = found ? plain(cut).indexOf(found) : -1;
    if (at < 0) shown.append(cut);
    else shown.append(cut.slice(0, at), marked(cut.slice(at, at + found.length)), cut.slice(at + found.length));
    if (from) shown.prepend("… ");
    shown.append(" …");
    return shown;
  }

  function marked(text) {
    const made = document.createElement("mark");
    made.textContent = text;
    return made;
  }

  function result(entry, query) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.url;
    link.textContent = entry.heading;
    const where = document.createElement("p");
    where.className = "where";
    where.textContent = entry.page;
    item.append(link, ...(entry.page === entry.heading ? [] : [where]), excerpt(entry, query));
    return item;
  }

  function search(query) {
    const list = document.querySelector(".results");
    const found = window.lessonIndex.map((entry) => [score(entry, query), entry]).filter(([points]) => points);
    found.sort(([one], [other]) => other - one);
    list.replaceChildren(...found.slice(0, 30).map(([, entry]) => result(entry, query)));
    document.querySelector(".found").textContent = found.length
      ? `${found.length} ${found.length === 1 ? "section has" : "sections have"} “${query}”.`
      : `No section has all of “${query}”. Try fewer words, or a part of the message.`;
  }

  // Each entry of the catalogue is a section of its own.
  function filter(query, entries) {
    let count = 0;
    for (const entry of entries) {
      const text = plain(entry.textContent);
      entry.hidden = !words(query).every((word) => text.includes(word));
      count += !entry.hidden;
    }
    document.querySelector(".found").textContent = `${count} of ${entries.length} entries.`;
  }

  if (window.lessonIndex) {
    const query = new URLSearchParams(location.search).get("q")?.trim();
    const input = document.querySelector(".top input");
    if (query) {
      input.value = query;
      search(query);
    }
  } else {
    const input = document.querySelector(".filter input");
    const entries = [...document.querySelectorAll("article > section > section")];
    input.addEventListener("input", () => filter(input.value, entries));
  }
})();
