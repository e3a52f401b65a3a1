/** How many there are, in the sentences of the commands: "1 row", "2 rows". */
export const amountOf = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
