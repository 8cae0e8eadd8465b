/** Starts the inbox: the session from its cookie, the router, and what stands above all screens. */
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { session } from './accounts/session.ts';
import { router } from './routes.tsx';
import { KeyboardProvider } from './shell/keyboard.tsx';
import { ToastStack } from './ui/ToastStack.tsx';
import './base.css';
import './ui/tip.css';

void session.start();

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <KeyboardProvider>
      <RouterProvider router={router} />
      <ToastStack />
    </KeyboardProvider>
  </StrictMode>,
);
