/** E-mail as the rooms see it: what to send, and that it was taken. How it travels is known to src/mail alone. */

export interface Mail {
  /** One address, without a name. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  /** The shop's own address (`MAIL_FROM`) if left out. */
  readonly from?: string | undefined;
  readonly replyTo?: string | undefined;
  /** Such as `List-Unsubscribe`; names and values of one line. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Made if left out. With one's own, a mail that is sent twice can be told from two mails. */
  readonly messageId?: string | undefined;
  readonly inReplyTo?: string | undefined;
  readonly references?: readonly string[] | undefined;
  readonly attachments?: readonly MailFile[] | undefined;
}

export interface MailFile {
  readonly name: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

export interface SentMail {
  /** With its angle brackets, as answers refer to it. */
  readonly messageId: string;
}

export interface Mailer {
  /** False where mails are only kept to be looked at: nobody outside gets one. */
  readonly delivers: boolean;
  /**
   * Resolves once the next server has taken the mail.
   *
   * Rejects with `mail.refused` when it never will (no such address, not allowed): do not try again; and with
   * `mail.unavailable` when it may take it later. After a connection that ended half-way nobody knows: that is
   * `mail.unknown`, and sending again may send twice.
   */
  send(mail: Mail): Promise<SentMail>;
  close(): Promise<void>;
}
