/** Progress for people, on stderr: one line that is rewritten in a terminal, one line every few seconds elsewhere. */
export class Progress {
  private last = 0;

  show(text: string, always = false): void {
    const now = performance.now();
    const terminal = process.stderr.isTTY;
    if (!always && now - this.last < (terminal ? 100 : 5000)) return;
    this.last = now;
    process.stderr.write(terminal ? `\r\u001b[K${text}` : `${text}\n`);
  }

  end(text: string): void {
    process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}\n` : `${text}\n`);
  }
}
