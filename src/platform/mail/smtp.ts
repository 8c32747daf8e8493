import { compose, expediteurDe } from '#platform/mail/compose.ts'
import type { Mailer } from '#platform/mail/mail.ts'
import { auPremierMessage } from '#platform/mail/transport.ts'

const local = (hote: string) =>
  hote === 'localhost' || hote === '::1' || hote === '[::1]' || hote.startsWith('127.')

export type SmtpDelays = { readonly connexion: number; readonly accueil: number; readonly silence: number }

/**
 * Remise par SMTP. `smtps://` chiffre d'emblée ; `smtp://` exige STARTTLS hors du bouclage : un lien de connexion
 * ne voyage pas en clair. Un serveur qui refuse, ne répond pas ou coupe fait lever `send` ; l'erreur porte
 * `responseCode` (4xx : à retenter, 5xx : définitif) quand le serveur a répondu.
 */
export const smtpMailer = (
  options: { readonly smtpUrl: string; readonly origine: string },
  // Un serveur de courrier poli répond en quelques secondes ; au-delà la tâche rejouera.
  delais: SmtpDelays = { connexion: 10_000, accueil: 10_000, silence: 30_000 },
): Mailer => {
  const url = new URL(options.smtpUrl)
  const de = expediteurDe(options.smtpUrl, options.origine)
  const chiffre = url.protocol === 'smtps:'
  // Lus dès le départ : un SMTP_URL mal écrit n’attend pas le premier message pour se voir.
  const reglages = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (chiffre ? 465 : 587) : Number(url.port),
    secure: chiffre,
    requireTLS: !chiffre && !local(url.hostname),
    // Sur le bouclage, un certificat de fortune ne protégerait de rien.
    ignoreTLS: !chiffre && local(url.hostname),
    ...(url.username !== '' && {
      auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    }),
    connectionTimeout: delais.connexion,
    greetingTimeout: delais.accueil,
    socketTimeout: delais.silence,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
  const transport = auPremierMessage(({ createTransport }) => createTransport(reglages))
  return {
    send: async (message) => {
      await (await transport.ouvrir()).sendMail(compose(message, de))
    },
    repond: async () => {
      await (await transport.ouvrir()).verify()
    },
    close: transport.fermer,
  }
}
