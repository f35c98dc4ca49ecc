// One calm theme: neutral surfaces, one green for what can be done, small type set in Inter (which has all Vietnamese marks).
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const leaf: MantineColorsTuple = [
  '#eef8f4',
  '#d9efe6',
  '#b0dfcd',
  '#83cdb2',
  '#5cbd9a',
  '#3fae87',
  '#2b9872',
  '#1b7757',
  '#125f45',
  '#074633',
];

const dark: MantineColorsTuple = [
  '#e6e7ea',
  '#b9bbc3',
  '#9b9ea9',
  '#767985',
  '#34363e',
  '#2a2c33',
  '#1f2127',
  '#17181d',
  '#111216',
  '#0b0c0f',
];

// A list of options scrolls itself, so that it is the list, which the keyboard moves through, and not a box around it.
const options = {
  defaultProps: { withScrollArea: false },
  styles: { options: { maxHeight: 260, overflowY: 'auto' as const } },
};

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '620' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '19px' },
  colors: { leaf, dark },
  primaryColor: 'leaf',
  primaryShade: 7,
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Button: { defaultProps: { size: 'sm' } },
    Select: options,
    MultiSelect: options,
    TextInput: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { centered: true, radius: 'lg', transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 160 } } },
    Menu: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md' } },
    Tooltip: { defaultProps: { openDelay: 350, transitionProps: { duration: 80 }, withArrow: false } },
  },
});
