/** The elements of a small XML file in the order in which they open, without what stands between them. */
import { type Attributes, BoundedParser } from '../markup/bounded-parser.ts';

export interface XmlElement {
  /** Without the prefix of its namespace. */
  readonly name: string;
  readonly attributes: Attributes;
}

export function xmlElements(text: string): XmlElement[] {
  const elements: XmlElement[] = [];
  const parser = new BoundedParser(
    {
      open: (name, attributes) => elements.push({ name: name.slice(name.indexOf(':') + 1), attributes }),
      text: () => {},
      close: () => {},
    },
    { xmlMode: true },
  );
  parser.write(text);
  parser.end();
  return elements;
}
