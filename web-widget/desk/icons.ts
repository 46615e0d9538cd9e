/** The desk's line drawings of 24 × 24, stroke only. */

export const inboxIcon =
  'M3.5 13.500h5l1.5 3h4l1.5-3h5M3.5 13.500L6 5.500h12l2.5 8v5a1.5 1.5 0 0 1-1.5 1.500H5a1.5 1.5 0 0 1-1.5-1.500z';
export const wallIcon = 'M4 5h7v6H4zM13.5 5H20v9h-6.500zM4 13.500h7V20H4zM13.5 16.500H20V20h-6.500z';
export const bookIcon =
  'M5 4.500h11.500A2.5 2.5 0 0 1 19 7v13H7.500A2.5 2.5 0 0 1 5 17.500zM5 17.500A2.5 2.5 0 0 1 7.5 15H19M9 8.500h6';
export const bellIcon = 'M6 10a6 6 0 0 1 12 0c0 5 2 6.5 2 6.500H4S6 15 6 10M10 19.500a2.2 2.2 0 0 0 4 0';
export const gearIcon =
  'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM19 12a7 7 0 0 0-.1-1.300l2-1.5-2-3.4-2.3.9a7 7 0 0 0-2.3-1.300L14 3h-4l-.3 2.400a7 7 0 0 0-2.3 1.300L5.1 5.800l-2 3.4 2 1.500a7 7 0 0 0 0 2.600l-2 1.5 2 3.4 2.3-.9a7 7 0 0 0 2.3 1.300L10 21h4l.3-2.400a7 7 0 0 0 2.3-1.300l2.3.9 2-3.4-2-1.500c.1-.4.1-.9.1-1.300z';
export const searchIcon = 'M10.5 4.500a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5';
export const historyIcon = 'M4 12a8 8 0 1 0 2.5-5.800L4 8.500M4 4v4.500h4.500M12 8v4.500l3 2';
export const transferIcon = 'M4 8h14M14.5 4.500L18 8l-3.5 3.500M20 16H6M9.5 12.500L6 16l3.5 3.5';
export const snoozeIcon =
  'M12 5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM12 8.500v4l2.5 2M5 3.500L2.5 6M19 3.500L21.5 6';
export const flagIcon = 'M6 21V4.500M6 5h11l-2 4 2 4H6';
export const blockIcon = 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM6.5 6.500l11 11';
export const botIcon =
  'M7 9h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2zM12 9V5.500M12 5.500a.7.7 0 1 0 0-1.4.7.7 0 0 0 0 1.400zM9.5 13.500v1M14.5 13.500v1M2.5 13v3M21.5 13v3';
export const checkIcon = 'M5 12.500l4.5 4.500L19 7.5';
export const checksIcon = 'M2.5 12.500L7 17l9-9.500M11 16l1 1 9.5-9.5';
export const copyIcon = 'M9 9h10v10H9zM6 15H5V5h10v1';
export const plusIcon = 'M12 5v14M5 12h14';
export const moreIcon = 'M5.500 12h1M11.500 12h1M17.500 12h1';
export const noteIcon = 'M5 4.500h14v10l-5 5H5zM14 19.500v-5h5M8.5 9h7M8.5 12.500h4';
export const personIcon =
  'M12 4.500a3.7 3.7 0 1 0 0 7.4 3.7 3.7 0 0 0 0-7.400zM5 20c.5-4 3.3-6 7-6s6.5 2 7 6';
export const peopleIcon =
  'M9 5a3.3 3.3 0 1 0 0 6.600A3.3 3.3 0 0 0 9 5zM2.5 19.500c.4-3.6 3-5.3 6.5-5.300s6.1 1.7 6.5 5.300M15.5 5.300a3.3 3.3 0 0 1 0 6.100M18 14.800c2 .7 3.2 2.2 3.5 4.7';
export const pageIcon = 'M4 5h16v14H4zM4 9h16M6.5 7h.01M9 7h.01';
export const cartIcon = 'M3 4.500h2.200l2.3 11h9.800L19.5 8H6M9.5 19.500h.01M16.5 19.500h.01';
export const boxIcon = 'M4 8l8-4 8 4v8.500l-8 4-8-4zM4 8l8 4 8-4M12 12v8.5';
export const sparkIcon =
  'M12 4l1.8 5.200L19 11l-5.2 1.800L12 18l-1.8-5.200L5 11l5.2-1.800zM19 16.500v4M17 18.500h4';
export const clockIcon = 'M12 4.500a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM12 8v4.500l3 1.5';
export const eyeIcon =
  'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z';
export const whisperIcon =
  'M20 11.500a7.5 7.5 0 0 1-11 6.600L4 19.500l1.4-4.400A7.5 7.5 0 1 1 20 11.500zM9 11.500h.01M12.5 11.500h.01M16 11.500h.01';
export const trashIcon = 'M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7';
export const linkIcon =
  'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.700l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.700l1-1';
export const undoIcon = 'M8.5 5L4.5 9l4 4M4.5 9H14a5.5 5.5 0 0 1 0 11h-3';
export const thumbUpIcon =
  'M7 10.500V20H4.500A1.5 1.5 0 0 1 3 18.500V12a1.5 1.5 0 0 1 1.5-1.500H7zm0 0l3.8-7.300A2.3 2.3 0 0 1 13 5.500V9h5.700a2 2 0 0 1 2 2.300l-1.1 7a2 2 0 0 1-2 1.700H7';
export const mailIcon = 'M4 6h16v12H4zM4 7l8 6 8-6';
export const globeIcon =
  'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM4 12h16M12 4c2.5 2.4 3.5 5 3.5 8s-1 5.6-3.5 8c-2.5-2.4-3.5-5-3.5-8s1-5.6 3.5-8z';
export const shieldIcon = 'M12 3.500l7 2.500v5.500c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6zM9 12l2.2 2.200L15.5 10';
export const panelIcon = 'M4 5h16v14H4zM14.5 5v14';
export const helpIcon =
  'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM9.5 9.500a2.5 2.5 0 1 1 3.5 2.300c-.7.4-1 .8-1 1.700M12 16.500h.01';
export const outIcon = 'M14 5H6v14h8M10.5 12H20M16.5 8.500L20 12l-3.5 3.5';
export const megaphoneIcon = 'M4 10v4h3l9 4.5v-13L7 10zM7 14v4.5h3V15.5M19 9.5a4 4 0 0 1 0 5';
