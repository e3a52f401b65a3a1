/** Buttons and links that look like them. `primary` is the one ember action of a screen; `danger` is for loss of data. */
import { type ComponentProps, type ReactNode, useId } from 'react';
import { Link } from 'wouter';
import { Hint } from './term.tsx';

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger';

const shared =
  'inline-flex select-none items-center justify-center gap-2 rounded-md whitespace-nowrap font-medium transition-colors duration-100 inactive:cursor-default';

const looks: Record<ButtonLook, string> = {
  primary:
    'bg-ember text-on-ember hover:bg-ember-strong inactive:bg-sunken inactive:text-soft inactive:hover:bg-sunken',
  plain:
    'border border-line bg-paper text-ink hover:bg-sunken inactive:border-hairline inactive:text-soft inactive:hover:bg-paper',
  quiet: 'text-ink hover:bg-sunken inactive:text-soft inactive:hover:bg-transparent',
  danger:
    'border border-loss text-loss hover:bg-loss hover:text-paper inactive:border-hairline inactive:text-soft inactive:hover:bg-transparent',
};

const sizes = { small: 'h-7 px-2 text-sm', normal: 'h-8 px-3 text-sm', large: 'h-10 px-5 text-base' };

interface Look {
  look?: ButtonLook;
  size?: keyof typeof sizes;
}

/** Marks the action that leads on, whatever element it is. */
const leadsOn = (look: ButtonLook) => (look === 'primary' ? { 'data-primary': true } : {});

type ButtonProps = ComponentProps<'button'> &
  Look & {
    /** What it does, where its name alone does not say. */
    hint?: string;
    /** Why it cannot be pressed now: it stays within reach of the keyboard and says so. null: it can be. */
    unavailable?: string | null;
  };

/** One that cannot be pressed now keeps the focus that it had when it was pressed; Enter in its form does nothing either. */
function pressing(isInactive: boolean, onClick: ComponentProps<'button'>['onClick']): ComponentProps<'button'> {
  return isInactive ? { 'aria-disabled': true, onClick: (event) => event.preventDefault() } : { onClick };
}

export function Button(props: ButtonProps) {
  const {
    look = 'plain',
    size = 'normal',
    className = '',
    hint,
    unavailable = null,
    disabled,
    onClick,
    ...rest
  } = props;
  const id = useId();
  const text = unavailable ?? hint;
  const button = (
    <button
      type="button"
      className={`${shared} ${looks[look]} ${sizes[size]} ${className}`}
      {...leadsOn(look)}
      {...(text === undefined ? {} : { 'aria-describedby': id })}
      {...pressing(disabled === true || unavailable !== null, onClick)}
      {...rest}
    />
  );
  if (text === undefined) return button;
  return (
    <Hint id={id} text={text}>
      {button}
    </Hint>
  );
}

export function ButtonLink({
  to,
  look = 'plain',
  size = 'normal',
  onClick,
  children,
}: Look & { to: string; onClick?: () => void; children: ReactNode }) {
  return (
    <Link href={to} onClick={onClick} className={`${shared} ${looks[look]} ${sizes[size]}`} {...leadsOn(look)}>
      {children}
    </Link>
  );
}

/** A link that saves a file; the action that leads on where there is one. */
export function DownloadLink({ className = '', ...rest }: ComponentProps<'a'> & { href: string; download: string }) {
  return <a className={`${shared} ${looks.primary} ${sizes.large} ${className}`} {...leadsOn('primary')} {...rest} />;
}

/** A square button that shows only an icon; its name is read out and shown on hover. */
export function IconButton(props: ComponentProps<'button'> & { label: string }) {
  const { label, className = '', disabled = false, onClick, ...rest } = props;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-flex size-7 shrink-0 items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink inactive:opacity-50 ${className}`}
      {...pressing(disabled, onClick)}
      {...rest}
    />
  );
}
