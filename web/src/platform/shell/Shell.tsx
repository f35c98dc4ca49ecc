// The frame around every page: a side bar with where one can go, and on a phone the same in a drawer behind a top bar.
import { ActionIcon, Drawer, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, useRouterState } from '@tanstack/react-router';
import {
  CalendarSync,
  ChevronsUpDown,
  CircleHelp,
  LockKeyhole,
  LogOut,
  Menu as MenuIcon,
  MonitorSmartphone,
  Search,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageChoice } from '../i18n/LanguageChoice';
import type { Language } from '../i18n/i18n';
import { useSession } from '../session';
import { ThemeChoice } from '../theme/ThemeChoice';
import { Waiting } from '../unsent/Waiting';
import icon from './icon.svg';
import { LostConnection } from './LostConnection';
import { initialsOf } from './PartyMark';
import classes from './Shell.module.css';

export interface Place {
  to: string;
  label: string;
  Icon: LucideIcon;
}

export interface PlaceGroup {
  /** Heading over the places; none over the first group. */
  label?: string;
  places: Place[];
}

interface ShellProps {
  groups: PlaceGroup[];
  onSignOut: () => void;
  onChooseLanguage: (language: Language) => void;
  onGoTo: () => void;
  onHelp: () => void;
  onCalendarLink: () => void;
  onPassword: () => void;
  onSessions: () => void;
  children: ReactNode;
}

export function Shell(props: ShellProps) {
  const { t } = useTranslation('platform');
  const [opened, { open, close }] = useDisclosure();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(close, [path, close]);

  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t('shell.skip')}
      </a>
      <header className={classes.bar}>
        <ActionIcon size="xl" aria-label={t('shell.menu')} onClick={open}>
          <MenuIcon size={20} />
        </ActionIcon>
        <img src={icon} alt="" width={24} height={24} />
        <BusinessName />
      </header>
      <aside className={classes.side}>
        <Side {...props} />
      </aside>
      <Drawer.Root opened={opened} onClose={close} size={272} padding={0}>
        <Drawer.Overlay />
        <Drawer.Content aria-label={t('shell.menu')}>
          <Drawer.Body className={classes.drawer}>
            <Side {...props} />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      <main className={classes.main} id="main" tabIndex={-1}>
        <DemoBanner />
        <LostConnection />
        <Waiting />
        {props.children}
      </main>
    </div>
  );
}

function BusinessName() {
  const { t } = useTranslation('platform');
  const { business } = useSession();
  return (
    <span className={classes.businessText}>
      <span className={classes.businessName}>{business.name}</span>
      {business.demo && <span className={classes.demo}>{t('shell.demo')}</span>}
    </span>
  );
}

/** Nobody should take made-up people for customers, nor enter real ones among them. */
function DemoBanner() {
  const { t } = useTranslation('platform');
  const { business } = useSession();
  if (!business.demo) return null;
  return (
    <p className={classes.demoBanner}>
      {t('shell.demoBanner')} <code>./start --data {t('shell.demoFolder')} --empty</code>
    </p>
  );
}

function Side({
  groups,
  onSignOut,
  onChooseLanguage,
  onGoTo,
  onHelp,
  onCalendarLink,
  onPassword,
  onSessions,
}: ShellProps) {
  const { t } = useTranslation('platform');
  const { user } = useSession();
  return (
    <div className={classes.sideInner}>
      <div className={classes.business}>
        <img src={icon} alt="" width={26} height={26} />
        <BusinessName />
      </div>
      <UnstyledButton className={classes.goTo} onClick={onGoTo}>
        <Search size={15} aria-hidden />
        <span>{t('shell.goTo')}</span>
        <kbd aria-hidden>Ctrl K</kbd>
      </UnstyledButton>
      <nav className={classes.nav} aria-label={t('shell.nav')}>
        {groups.map((group, index) => (
          <div key={index} className={classes.group}>
            {group.label && <p className={classes.groupLabel}>{group.label}</p>}
            {group.places.map(({ to, label, Icon }) => (
              <Link key={to} to={to} className={classes.place} activeProps={{ 'aria-current': 'page' }}>
                <Icon size={16} strokeWidth={1.9} aria-hidden />
                {label}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <div className={classes.choices}>
        <LanguageChoice onChoose={onChooseLanguage} />
        <span className={classes.push} />
        <ThemeChoice />
        <Tooltip label={t('shell.help')}>
          <ActionIcon size="lg" aria-label={t('shell.help')} onClick={onHelp}>
            <CircleHelp size={17} />
          </ActionIcon>
        </Tooltip>
      </div>
      <Menu position="top-start" width="target">
        <Menu.Target>
          <UnstyledButton className={classes.user}>
            <span className={classes.userMark} aria-hidden>
              {initialsOf(user.name)}
            </span>
            <span className={classes.userText}>
              <span className={classes.userName}>{user.name}</span>
              <span className={classes.userRole}>{user.login}</span>
            </span>
            <ChevronsUpDown size={14} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<CalendarSync size={15} aria-hidden />} onClick={onCalendarLink}>
            {t('shell.calendarLink')}
          </Menu.Item>
          <Menu.Item leftSection={<LockKeyhole size={15} aria-hidden />} onClick={onPassword}>
            {t('shell.password')}
          </Menu.Item>
          <Menu.Item leftSection={<MonitorSmartphone size={15} aria-hidden />} onClick={onSessions}>
            {t('shell.sessions')}
          </Menu.Item>
          <Menu.Item leftSection={<LogOut size={15} />} onClick={onSignOut}>
            {t('shell.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
