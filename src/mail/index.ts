/** The mail room: the one way out for e-mail. Other rooms get its `Mailer` handed in by app.ts, as the type of core. */
export { createMailer, type MailSettings } from './create-mailer.ts';
export { type KeptMail, listKeptMails } from './kept-mails.ts';
export { mailsOfPersons } from './mails-of-persons.ts';
