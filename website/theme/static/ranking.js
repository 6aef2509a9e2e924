// What the search finds, and in which order: MiniSearch over what the build has written down of every
// section (search-index.js). A word may be misspelt, in the plural, or begun; words that only make a
// question do not count, and a thing is found by its other names, also in three other languages. Titles
// count most.
window.lessonRanking = (() => {
  const CALLED_SO = 4;
  const NAMED = 8; // how much more a page counts of which all words are other names (search_words.py)
  const PHRASE = { heading: 6, text: 3 }; // how much more counts what has the words in this order
  const BY_OTHER_NAME = 0.8;
  const OF_THE_SAME_PAGE = 0.6; // what each further result of a page counts
  const MOST = 30;
  const MANY = 3; // pages
  const KIND = { page: 2.5, term: 1.4, section: 1, error: 0.8, ofExercise: 0.5, ofMany: 0.25 };
  const EXPLAINS = 2; // how much more the entry counts that `workshop explain` would name
  const DEFINED = 4; // how much more a term counts for who asks what it is

  // Accents do not count: not everybody's keyboard has them.
  const bare = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");
  const lower = (text) => bare(text).replace(/[‘’`"“”]/g, "'").replace(/\s+/g, " ").trim();

  // One form for a word and its plural.
  function stem(word) {
    if (word.length < 4 || word.endsWith("ss")) return word;
    return word.replace(/ies$/, "y").replace(/(x|ch|sh|ss)es$/, "$1").replace(/s$/, "");
  }

  const words = (text) => lower(text).replace(/\.{3}|…/g, " three dots ")
    .split(/[^\p{L}\p{N}_+#.*]+/u).map((word) => word.replace(/^\.+|\.+$/g, "")).filter(Boolean);

  const fillers = new Set(window.lessonFillers.map(bare));

  // The words that say something; all of them, if none does.
  function telling(all) {
    const some = all.filter((word) => !fillers.has(word));
    return (some.length ? some : all).map(stem);
  }

  const inPairs = (all, between) => all.slice(1).map((word, place) => all[place] + between + word);

  // What is written in two words may be looked for as one: "calls back" is found by "callback".
  const joined = (text) => inPairs(telling(words(text)), "").join(" ");

  const entries = new Map(window.lessonIndex.map((entry) => [entry.url, entry]));

  // The words of a section one after the other, worked out for what was found once.
  const told = new Map();
  function toldBy(url) {
    if (!told.has(url)) {
      const plain = (text) => ` ${telling(words(text ?? "")).join(" ")} `;
      const { heading, text, also, names } = entries.get(url);
      told.set(url, { heading: plain(heading), text: plain(`${text} ${also ?? ""}`), names: plain(names) });
    }
    return told.get(url);
  }

  // "Hints" and "Files" stand on each exercise's page, and name nothing that somebody looks for.
  const pages = {};
  for (const { heading } of window.lessonIndex) pages[heading] = (pages[heading] ?? 0) + 1;

  function kindOf({ url, top, heading, kind }) {
    if (top) return "page";
    if (pages[heading] > MANY) return "ofMany";
    if (url.includes("#error-")) return "error";
    if (url.includes("#term-")) return "term";
    return kind === "Exercise" ? "ofExercise" : "section";
  }

  const index = new MiniSearch({
    fields: ["heading", "joined", "page", "also", "names", "text"],
    idField: "url",
    tokenize: (text) => words(text).flatMap((word) => [word, ...(/[_.*]/.test(word) ? word.split(/[_.*]+/) : [])]).filter(Boolean),
    processTerm: stem,
    searchOptions: {
      boost: { heading: 6, joined: 6, also: 4, names: 2, page: 2 },
      prefix: (word) => word.length > (timesOf(word) ? 3 : 2), // "nan" does not stand for nanobind
      fuzzy: (word) => (word.length > 5 ? 0.2 : false),
      weights: { fuzzy: 0.25, prefix: 0.5 },
      boostDocument: (url) => KIND[kindOf(entries.get(url))],
    },
  });
  index.addAll(window.lessonIndex.map((entry) => ({ also: "", names: "", ...entry, joined: joined(entry.heading) })));

  const namesOfOne = window.lessonNames.map((names) => names.map((name) => words(name).map(stem)));
  const namingWords = new Set(namesOfOne.flat(2));

  const english = new Map(Object.entries(window.lessonTranslated).map(([word, meant]) => [bare(word), meant]));
  const LEAST = 4; // letters before an ending, and of a part
  const cut = (word) => [0, 1, 2].map((ending) => word.slice(0, word.length - ending)).filter((part, ending) => !ending || part.length >= LEAST);
  const begun = new Map([...english].flatMap(([word, meant]) => cut(word).slice(1).map((part) => [part, meant])));

  // What a word of another language means, with another ending too: "Zeiger" and "Zeigern", "messen" and "messe".
  const translation = (word) => cut(word).map((part) => english.get(part)).find(Boolean) ?? begun.get(word);

  // German writes as one word what is two: "Speicherleck".
  function ofTwo(word) {
    const places = [...word].map((_letter, place) => place).filter((place) => place >= LEAST && place <= word.length - LEAST);
    const parts = places.map((place) => [word.slice(0, place), word.slice(place)].map(translation));
    return parts.find((both) => both.every(Boolean))?.join(" ");
  }

  // A word that is nowhere is one of another language, or is taken for the nearest that is somewhere:
  // one letter off, or two in a long word, and in a title if there is one.
  function corrected(word) {
    const whole = { tokenize: (text) => [text] }; // from_bufer is no word, although "from" is one
    if (fillers.has(word) || namingWords.has(stem(word)) || index.search(word, { fuzzy: false, ...whole }).length) return word;
    if (word.length < 4) return translation(word) ?? word;
    const near = (options) => index.search(word, { prefix: false, ...whole, ...options })[0]?.terms[0];
    const steps = [1, 2].filter((fuzzy) => fuzzy * 3 <= word.length).flatMap((fuzzy) => [{ fuzzy, fields: ["heading"] }, { fuzzy }]);
    return translation(word) ?? ofTwo(word) ?? steps.map(near).find(Boolean) ?? word;
  }

  const placeOf = (part, all) => all.findIndex((_word, place) => part.every((word, step) => all[place + step] === word));

  // The same in other words, where a thing that is named in it has other names, or is one word elsewhere.
  function variants(typed) {
    const all = words(typed).map(stem);
    const instead = (place, length, one) => ({ needed: one, all: telling([...all.slice(0, place), ...one, ...all.slice(place + length)]) });
    const named = namesOfOne.flatMap((names) => {
      const longestFirst = [...names].sort((one, other) => other.length - one.length);
      const name = longestFirst.find((one) => placeOf(one, all) >= 0);
      return name ? names.filter((one) => one !== name).map((one) => instead(placeOf(name, all), name.length, one)) : [];
    });
    const isPair = (pair, place) => !fillers.has(all[place]) && !fillers.has(all[place + 1]) && timesOf(pair);
    const pairs = inPairs(all, "").map((pair, place) => isPair(pair, place) && instead(place, 2, [pair])).filter(Boolean);
    return [...named, ...pairs];
  }

  const times = new Map();
  function timesOf(word) {
    if (!times.has(word)) times.set(word, index.search(word, { fuzzy: false, prefix: false }).length);
    return times.get(word);
  }

  // How much a word says: "cffi" is everywhere, and what the whole lesson is about.
  const ofTheLesson = new Set(window.lessonIndex.filter(({ url }) => url.startsWith("index.html")).slice(0, 1).flatMap(({ heading }) => words(heading).map(stem)));
  const says = (word) => (ofTheLesson.has(word) ? 0.3 : 1) * Math.log(entries.size / Math.max(1, timesOf(word)));
  const sayTogether = (some) => some.reduce((before, word) => before + says(word), 0);

  // How much of what is asked a title is; nothing where it has another word, too. "C calls back" is "callback".
  const inOneWord = (all) => all.filter((word) => !ofTheLesson.has(word)).join("");
  function shareOfTitle(title, asked, most) {
    if (asked.length && inOneWord(title) === inOneWord(asked)) return 1;
    return most && title.every((word) => asked.includes(word)) ? sayTogether(title) / most : 0;
  }

  // How much a section has of what is asked, and whether it has it in these words, one after the other.
  function scored(all, factor) {
    const asked = [...new Set(all)];
    const most = sayTogether(asked);
    const pairs = inPairs(all, " ");
    const share = (text) => pairs.length && pairs.filter((pair) => text.includes(` ${pair} `)).length / pairs.length;
    const found = index.search(asked.join(" "), { combineWith: "OR", boostTerm: (word) => Math.min(1, says(word)) });
    return found.map((one) => {
      const { heading, text, names } = toldBy(one.id);
      const covered = most ? sayTogether(asked.filter((word) => one.queryTerms.includes(word))) / most : 1;
      const inOrder = Math.max(1 + PHRASE.heading * share(heading), 1 + PHRASE.text * share(text));
      const named = most ? sayTogether(asked.filter((word) => names.includes(` ${word} `))) / most : 0;
      const called = CALLED_SO * shareOfTitle(heading.trim().split(" "), asked, most);
      return { ...one, score: one.score * covered ** 2 * inOrder * (1 + Math.max(called, NAMED * named)) * factor };
    });
  }

  // What has a thing by another name has all of that name.
  function byOtherNames(typed) {
    const has = (one, name) => Object.values(toldBy(one.id)).some((text) => text.includes(` ${name.join(" ")} `));
    return variants(typed).flatMap(({ all, needed }) => scored(all, BY_OTHER_NAME).filter((one) => has(one, telling(needed))));
  }

  // The best first; each further result of a page counts less, so that no page fills the list.
  function spread(found) {
    const left = [...found];
    const shown = [];
    const times = new Map();
    const pageOf = (one) => one.id.split("#")[0];
    const worth = (one) => one.score * OF_THE_SAME_PAGE ** (times.get(pageOf(one)) ?? 0);
    while (left.length && shown.length < MOST) {
      const best = left.reduce((one, other) => (worth(other) > worth(one) ? other : one));
      left.splice(left.indexOf(best), 1);
      times.set(pageOf(best), (times.get(pageOf(best)) ?? 0) + 1);
      shown.push(best);
    }
    return shown;
  }

  const isAsked = (typed) => /^(how|what|where|which|when|who|can|could|should|is|are|do|does)\b/.test(lower(typed)) && !/[:"]/.test(typed);
  const asksWhatItIs = (typed) => /^(what('s| is| are| does)|define|meaning of)\b/i.test(lower(typed));

  const correctedAll = (typed) => words(typed).map(corrected).join(" ");

  function find(typed) {
    const best = new Map();
    for (const one of [...scored(telling(words(correctedAll(typed))), 1), ...byOtherNames(correctedAll(typed))])
      if (!(best.get(one.id)?.score >= one.score)) best.set(one.id, one);
    const wanted = asksWhatItIs(typed) ? { term: DEFINED } : {};
    const explains = window.lessonErrors.answering(typed, 1).map((entry) => `errors.html#error-${entry.slug}`);
    const factor = (url) => (wanted[kindOf(entries.get(url))] ?? 1) * (explains.includes(url) ? EXPLAINS : 1);
    const found = [...best.values()].map((one) => ({ ...one, score: one.score * factor(one.id) }));
    found.sort((one, other) => other.score - one.score);
    return { shown: spread(found.slice(0, 200)), count: found.length };
  }

  // All words of a text are in one title.
  const isTitle = (typed) => index.search(telling(words(correctedAll(typed))).join(" "), { fields: ["heading"], combineWith: "AND" }).length > 0;

  return { find, isTitle, isAsked, words, corrected: correctedAll, entry: (url) => entries.get(url) };
})();
