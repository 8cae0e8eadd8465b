/** The frame of the pages one sees without being signed in: a narrow card in the middle. */
import type { ReactNode } from 'react';
import { Logo } from '../ui/Logo.tsx';
import styles from './AccountPage.module.css';

export function AccountPage({ title, children, foot }: { title: string; children: ReactNode; foot?: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Logo />
        <h1 className={styles.title}>{title}</h1>
        {children}
      </div>
      {foot ? <p className={styles.foot}>{foot}</p> : null}
    </main>
  );
}
