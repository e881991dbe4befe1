// IRIs as a page of this site shows them: short, and leading to the page of what they identify where it has one here.

const WEB = /^https?:\/\//;
const LOCAL = /^[\p{L}\p{N}_-]+$/u;

export class Links {
  // `places` are the folders of pages, ending in "/", and the pages that lie in none; see pages/query.py.
  constructor({ bases, places, suffix, root, prologue }) {
    this.bases = bases.split(" ");
    this.places = new Set(places.split(" "));
    this.suffix = suffix;
    this.root = root;
    this.prefixes = [...prologue.matchAll(/PREFIX (\S*): <(.*)>/g)].map(([, name, iri]) => [name, iri]);
  }

  // An address, relative for a page of this site; empty for what is no web address.
  href(iri) {
    const [entity, fragment] = parted(iri);
    const page = this.#page(entity);
    return page ? `${this.root}${page}${this.suffix}${fragment}` : WEB.test(iri) ? iri : "";
  }

  #page(entity) {
    for (const base of this.bases.filter((one) => entity.startsWith(one))) {
      const path = entity.slice(base.length);
      if (this.places.has(`${path}/`)) {
        return `${path}/index`;
      }
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      if (path !== folder && this.places.has(folder || path)) {
        return path;
      }
    }
    return "";
  }

  // prefix:name where there is a prefix for it; what is of this publication without its base.
  short(iri) {
    for (const [name, space] of this.prefixes) {
      if (iri.startsWith(space) && LOCAL.test(iri.slice(space.length))) {
        return `${name}:${iri.slice(space.length)}`;
      }
    }
    const base = this.bases.find((one) => iri.startsWith(one) && iri !== one);
    return base ? iri.slice(base.length) : iri;
  }
}

function parted(iri) {
  const at = iri.indexOf("#");
  return at < 0 ? [iri, ""] : [iri.slice(0, at), iri.slice(at)];
}
