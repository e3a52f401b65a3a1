/** Where a screen fails as it is loaded or drawn: its error in its place, while the frame, the worker and the other screens go on. */
import { Component, type ReactNode } from 'react';
import type { OcaqError } from '../../errors.ts';
import { asOcaqError } from '../../state/connection.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Screen } from '../parts/layout.tsx';
import type { ScreenId } from '../screens.ts';

/** Its key is the screen: another one is tried anew. */
export class ScreenBoundary extends Component<{ screen: ScreenId; children: ReactNode }> {
  override state: { readonly error: OcaqError | null } = { error: null };

  static getDerivedStateFromError(thrown: unknown): { readonly error: OcaqError } {
    return { error: asOcaqError(thrown) };
  }

  override render(): ReactNode {
    const { screen, children } = this.props;
    const { error } = this.state;
    return error ? <FailedScreen screen={screen} error={error} /> : children;
  }
}

function FailedScreen({ screen, error }: { screen: ScreenId; error: OcaqError }) {
  const m = useMessages();
  return (
    <Screen id={screen}>
      <ErrorNote error={error} title={m.screenFailed} />
      <div>
        <Button look="primary" onClick={() => location.reload()}>
          {m.reload}
        </Button>
      </div>
    </Screen>
  );
}
