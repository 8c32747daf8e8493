import type { Antivirus } from '#platform/antivirus/antivirus.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Config } from '#platform/config/config.ts'
import type { Database } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import type { Logger } from '#platform/log/log.ts'
import type { Mailer } from '#platform/mail/mail.ts'
import type { PdfRenderer } from '#platform/pdf/pdf.ts'
import type { Storage } from '#platform/storage/storage.ts'

/** Tout ce qui parle au dehors, donné d'un bloc aux modules par `app/wiring.ts`. */
export type Services = {
  /** Absent : l’instance n’en a pas réglé. */
  readonly antivirus?: Antivirus
  readonly config: Config
  readonly clock: Clock
  readonly db: Database
  readonly keys: Keys
  readonly log: Logger
  readonly mailer: Mailer
  readonly pdf: PdfRenderer
  readonly storage: Storage
}
