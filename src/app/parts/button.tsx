/** Buttons and links that look like them. `primary` is the one ember action of a screen; `danger` is for loss of data. */
import type { ComponentProps } from 'react';
import { Link } from 'wouter';

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger';

const shared =
  'inline-flex select-none items-center justify-center gap-2 rounded-md whitespace-nowrap font-medium transition-colors duration-100 disabled:cursor-default aria-disabled:cursor-default';

const looks: Record<ButtonLook, string> = {
  primary:
    'bg-ember text-on-ember hover:bg-ember-strong disabled:bg-sunken disabled:text-soft disabled:hover:bg-sunken',
  plain:
    'border border-line bg-paper text-ink hover:bg-sunken disabled:border-hairline disabled:text-soft disabled:hover:bg-paper',
  quiet: 'text-ink hover:bg-sunken disabled:text-soft disabled:hover:bg-transparent',
  danger: 'border border-loss text-loss hover:bg-loss hover:text-paper disabled:border-hairline disabled:text-soft',
};

const sizes = { small: 'h-7 px-2 text-sm', normal: 'h-8 px-3 text-sm', large: 'h-10 px-5 text-base' };

interface Look {
  look?: ButtonLook;
  size?: keyof typeof sizes;
}

export function Button({ look = 'plain', size = 'normal', className = '', ...rest }: ComponentProps<'button'> & Look) {
  return <button type="button" className={`${shared} ${looks[look]} ${sizes[size]} ${className}`} {...rest} />;
}

export function ButtonLink({
  to,
  look = 'plain',
  size = 'normal',
  children,
}: Look & { to: string; children: React.ReactNode }) {
  return (
    <Link href={to} className={`${shared} ${looks[look]} ${sizes[size]}`}>
      {children}
    </Link>
  );
}

/** A square button that shows only an icon; its name is read out and shown on hover. */
export function IconButton({ label, className = '', ...rest }: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-flex size-7 shrink-0 items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink disabled:opacity-50 ${className}`}
      {...rest}
    />
  );
}
