// Which package of a system has what a message misses, in JavaScript, the same as packages.py.
// `packageNaming(packages, plain, says)` returns installing(text, entry), from a message and the entry that explains
// it to a sentence, or to nothing. plain() and says() are of the matcher: what a text is, and whether a line has it.

function packageNaming(packages, plain, says) {
  "use strict";
  const regex = (source, flags = "") => new RegExp(source, flags);
  const [ending, version, askedFor] = [packages.ending, packages.version, packages.asked_for].map((one) => regex(one));

  // Worked out once, at the first message that misses something.
  const byName = () => (known ??= new Map(packages.table.flatMap(namesOf)));
  let known = null;

  function namesOf(one) {
    const [called, headers, libraries] = one;
    return [...headers, ...[...libraries, called].map((name) => name.toLowerCase())].map((name) => [name, one]);
  }

  function headersIn(text) {
    const folderOf = (path) => path.slice(0, path.indexOf("/") + 1) || path;
    return (text.match(regex(packages.header, "g")) ?? []).flatMap((path) => [path, folderOf(path)]);
  }

  function librariesIn(text) {
    return [...text.matchAll(regex(packages.library, "g"))].flatMap(([_all, ...groups]) => {
      const names = [groups.find(Boolean).replace(ending, "").toLowerCase()];
      while (version.test(names.at(-1))) names.push(names.at(-1).replace(version, ""));
      return names.flatMap((name) => [name, name.replace(/^lib/, "")]);
    });
  }

  function sentence([called, _headers, _libraries, names, alone], lacks) {
    const own = lacks === "library" ? [...alone, ...names.slice(alone.length)] : names;
    const told = packages.ways.map(([command, where], place) => own[place] && `\`${command} ${own[place]}\` ${where}`);
    return `${called}: ${told.filter(Boolean).join(", ")}.`;
  }

  function versionIn(text, lacks) {
    const name = lacks === "library" ? text.match(askedFor) : null;
    return name ? packages.asks.replace("{}", name[0]) : "";
  }

  return function installing(pasted, entry) {
    if (!entry.lacks) return "";
    const text = plain(pasted);
    const told = text.split("\n").filter((line) => says(entry, line)).join("\n") || text;
    const missed = told.replace(regex(packages.opened, "g"), "");
    const found = entry.lacks === "header" ? headersIn(missed) : librariesIn(missed);
    const name = found.find((one) => byName().has(one));
    return name ? sentence(byName().get(name), entry.lacks) + versionIn(missed, entry.lacks) : "";
  };
}
