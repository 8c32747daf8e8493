import type { Clock } from '#platform/clock/clock.ts'
import type { Config } from '#platform/config/config.ts'
import type { Mailer } from '#platform/mail/mail.ts'
import { mailboxMailer } from '#platform/mail/mailbox.ts'
import { smtpMailer } from '#platform/mail/smtp.ts'

/** SMTP si `SMTP_URL` est réglé ; sinon les messages attendent dans la boîte de démonstration. */
export const createMailer = (
  config: Pick<Config, 'smtpUrl' | 'donnees' | 'origine'>,
  clock: Clock,
): Mailer =>
  config.smtpUrl === undefined
    ? mailboxMailer({ donnees: config.donnees, origine: config.origine, now: clock.now })
    : smtpMailer({ smtpUrl: config.smtpUrl, origine: config.origine })
