/** What a mail server writes back about a mail that it could not deliver (RFC 3464). */
export function deliveryReport(
  messageId: string,
  recipient: string,
  action: 'failed' | 'delayed' = 'failed',
): string {
  return [
    'From: Mail Delivery System <mailer-daemon@example.com>',
    'Return-Path: <>',
    'To: help@shop.example',
    `Subject: Your mail is ${action}`,
    `Message-ID: <report-${action}@example.com>`,
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    `The mail is ${action}.`,
    '--b',
    'Content-Type: message/delivery-status',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${action === 'failed' ? '5.2.2' : '4.2.2'}`,
    'Diagnostic-Code: smtp; 552 5.2.2 mailbox is full',
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${messageId}`,
    '',
    '--b--',
  ].join('\r\n');
}
