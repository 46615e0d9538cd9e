/** Line drawings of 24 × 24, stroke only; single constants, so that the loader carries only its own two. */

export const chatIcon = 'M20.5 11.5a8 8 0 0 1-11.7 7.1L3.5 20.5l1.9-5.3A8 8 0 1 1 20.5 11.5z';
export const closeIcon = 'M6 6l12 12M18 6L6 18';
export const downIcon = 'M6 9.5l6 6 6-6';
export const leftIcon = 'M14.5 6l-6 6 6 6';
export const rightIcon = 'M9.5 6l6 6-6 6';
export const sendIcon = 'M12 19V5M5.5 11.5L12 5l6.5 6.5';
export const clipIcon =
  'M20 11.2l-8.3 8.2a5.3 5.3 0 0 1-7.5-7.5l8.3-8.2a3.5 3.5 0 0 1 5 5l-8.3 8.2a1.8 1.8 0 0 1-2.5-2.5l7.6-7.5';
export const thumbIcon =
  'M7 10.5V20H4.5A1.5 1.5 0 0 1 3 18.5V12a1.5 1.5 0 0 1 1.5-1.5H7zm0 0l3.8-7.3A2.3 2.3 0 0 1 13 5.5V9h5.7a2 2 0 0 1 2 2.3l-1.1 7a2 2 0 0 1-2 1.7H7';
export const fileIcon = 'M13.5 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8.5L13.5 3zm0 0v5.5H19';
