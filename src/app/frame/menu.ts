/** The look that all menus share. */
export const menuSheet =
  'z-50 min-w-52 max-w-[calc(100vw-24px)] rounded-lg border border-hairline bg-raised p-1 text-sm shadow-float';
export const menuItem =
  'flex cursor-default select-none items-center gap-2 rounded-md px-2.5 py-1.5 outline-none data-[highlighted]:bg-sunken';
export const menuLabel = 'px-2.5 pt-1.5 pb-1 text-soft text-xs';
export const menuRule = 'my-1 h-px bg-hairline';
export const chip =
  'inline-flex h-8 items-center gap-2 rounded-md px-2 text-sm text-soft hover:bg-sunken hover:text-ink data-[state=open]:bg-sunken data-[state=open]:text-ink';
