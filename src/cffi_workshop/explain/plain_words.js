// A question in plain words answered in JavaScript, the same as words.py and plain_words.py.
// `questionRanking(entries, words)` returns answering(question, most = 3), from a text to entries, the best first.

function questionRanking(entries, words) {
  "use strict";
  const regex = (source, flags = "m") => new RegExp(source, flags);
  const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);

  function stem(word) {
    const ending = words.endings.find((end) => word.endsWith(end) && word.length - end.length >= 3) ?? "";
    const root = word.slice(0, word.length - ending.length);
    return root.length > 3 && root.at(-1) === root.at(-2) ? root.slice(0, -1) : root;
  }

  const wordPattern = regex(words.word, "g");
  const numbers = words.numbers.map(([number, word]) => [regex(number, "g"), ` ${word} `]);
  const stop = new Set(words.stop);

  function stemsOf(text) {
    let plainText = text.toLowerCase();
    for (const [number, word] of numbers) plainText = plainText.replace(number, word);
    plainText = plainText.replaceAll("'", "").replaceAll("-", " ");
    for (const [term, instead] of words.terms) plainText = plainText.replaceAll(term, instead);
    return (plainText.match(wordPattern) ?? []).filter((word) => !stop.has(word)).map(stem);
  }

  const wordsOf = (text) => stemsOf(text).map((word) => words.meanings[word] ?? word);

  function withPairs(all) {
    return [...new Set([...all, ...all.slice(1).map((word, before) => `${all[before]} ${word}`)])];
  }

  // What is worked out once, at the first question: how much each word of an entry says.
  const tallied = () => (ranking ??= rankingOf());
  let ranking = null;

  const rounded = (number) => Math.round(number * 1000) / 1000;
  const rarity = (count, all) => Math.log(1 + (all - count + 0.5) / (count + 0.5));

  function spreadOf(collections) {
    const spread = new Map();
    for (const all of collections) for (const word of all) spread.set(word, (spread.get(word) ?? 0) + 1);
    return spread;
  }

  function counted(entry, [title, ...asked]) {
    const counts = new Map();
    const add = (all, times) => all.forEach((word) => counts.set(word, (counts.get(word) ?? 0) + times));
    add(title, words.title);
    asked.forEach((one) => add(one, words.asks));
    add(wordsOf(`${entry.slug} ${entry.shows} ${entry.cause} ${entry.cure}`), 1);
    const quoted = entry.says.flatMap((one) => one.literals.filter(Boolean)).join(" ");
    add([...new Set([...wordsOf(entry.message), ...wordsOf(quoted)])], 1);
    return counts;
  }

  function weighted(counts, spread, mean, factor) {
    const damped = words.saturation * (1 - words.length + (words.length * sum([...counts.values()])) / mean);
    const weigh = ([word, count]) => {
      const told = factor * rarity(spread.get(word), entries.length);
      return [word, rounded((told * count * (words.saturation + 1)) / (count + damped))];
    };
    return new Map([...counts].map(weigh));
  }

  function rankingOf() {
    const splitOf = (text) => (text ? text.split(" ") : []);
    const phrases = entries.map((entry) => [wordsOf(entry.title), ...words.asked[entry.slug].map(splitOf)]);
    const paired = phrases.map((own) => own.map(withPairs));
    const counts = entries.map((entry, place) => counted(entry, phrases[place]));
    const spread = spreadOf(counts.map((own) => own.keys()));
    const mean = sum(counts.map((own) => sum([...own.values()]))) / entries.length;
    const factor = (entry) => (entry.message ? 1 : words.nothing_complains);
    const weights = entries.map((entry, place) => weighted(counts[place], spread, mean, factor(entry)));
    const held = spreadOf(paired.map((own) => new Set(own.flat())));
    const rare = ([word, count]) => [word, rounded(rarity(count, entries.length) * (word.includes(" ") ? words.pair : 1))];
    const oftenFirst = [...spread].sort((one, other) => other[1] - one[1]).map((pair) => pair[0]);
    const known = new Set([...oftenFirst, ...Object.keys(words.meanings)]);
    const rarities = new Map([...held].map(rare));
    const weightOf = (all) => sum(all.map((word) => rarities.get(word) ?? 0));
    const weighed = paired.map((own) => own.map((phrase) => [phrase, weightOf(phrase)]));
    return { weighed, weights, rarities, known, all: [...known] };
  }

  function mended(word) {
    const { known, all } = tallied();
    if (word.length < words.slips_from || known.has(word)) return word;
    return all.find((other) => isSlip(word, other)) ?? word;
  }

  function isSlip(word, other) {
    if (word[0] !== other[0] || Math.abs(word.length - other.length) > 1) return false;
    let at = 0;
    while (at < word.length && at < other.length && word[at] === other[at]) at += 1;
    const [rest, right] = [word.slice(at), other.slice(at)];
    const swapped = rest.slice(1, 2) + rest.slice(0, 1) + rest.slice(2);
    return [rest.slice(1), swapped].includes(right) || [rest.slice(1), rest].includes(right.slice(1));
  }

  // Whether a question is about something else than C that Python calls, as in subjects.py.
  const of = words.subjects;
  const isAsked = (name, question) => regex(of[name], "i").test(question);
  const isPrinted = (text) => regex(of.printed, "m").test(text);

  function isOfAnotherSubject(question, nearest, count, unknown) {
    if (!isAsked("asks_how", question) && isPrinted(question))
      return nearest < of.least_printed && !regex(of.of_cffi, "").test(question);
    return nearest < needed(question, count, unknown);
  }

  function needed(question, count, unknown) {
    const how = isAsked("asks_how", question);
    const ofBoth = isAsked("of_both", question);
    if (!ofBoth && (how || isAsked("is_given", question)) && isAsked("plain_c", question)) return of.least_homework;
    if (ofBoth || isAsked("between", question))
      return isAsked("others", question) ? of.least : unknown * 2 > count ? of.least_short : 0;
    const named = isAsked("subject", question);
    if ((how && !named) || isAsked("others", question)) return of.least;
    return how || unknown * 3 >= count || (!named && count <= of.short) ? of.least_short : of.least_of_all;
  }

  function answering(question, most = 3) {
    const { weighed, weights, rarities, known } = tallied();
    const stems = stemsOf(question).map(mended);
    const meant = stems.map((word) => words.meanings[word] ?? word);
    const asked = new Map(withPairs(meant).map((word) => [word, rarities.get(word) ?? 0]));
    const all = sum([...asked.values()]);
    const nearness = ([phrase, whole]) => {
      const common = sum(phrase.map((word) => asked.get(word) ?? 0));
      return common && (common * common) / Math.sqrt(whole * all);
    };
    const score = (place) => {
      const near = weighed[place].map(nearness).sort((a, b) => b - a);
      const told = sum(near.slice(0, words.nearest).map((one, later) => one / 2 ** later));
      return sum([...asked.keys()].map((word) => weights[place].get(word) ?? 0)) + words.phrase * told;
    };
    const scored = entries.map((entry, place) => [entry, score(place)]).filter((pair) => pair[1] > 0);
    scored.sort((a, b) => b[1] - a[1]);
    const said = [...new Set(meant)];
    const unknown = said.filter((word) => !known.has(word)).length;
    const spelled = `${question}; ${stems.join(" ")}`;
    if (isOfAnotherSubject(spelled, scored[0]?.[1] ?? 0, said.length, unknown)) return [];
    return scored.slice(0, most).map((pair) => pair[0]);
  }

  return { answering };
}
