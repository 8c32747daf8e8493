import type Mail from 'nodemailer/lib/mailer/index.js'
import type { Message } from '#platform/mail/mail.ts'

/** Une adresse que l'on ne peut pas employer. Le message ne la cite pas : il peut être journalisé. */
export class MailAddressError extends Error {
  override name = 'MailAddressError'
}

// Une seule adresse, sans nom, sans groupe, sans commentaire : rien à interpréter, donc rien à détourner.
const adresse = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/

export const isMailAddress = (texte: string): boolean => adresse.test(texte) && !texte.includes('..')

const exigerAdresse = (texte: string): string => {
  if (!isMailAddress(texte))
    throw new MailAddressError('Adresse de courriel refusée : une seule adresse simple est acceptée.')
  return texte
}

// Un en-tête tient sur une ligne : ni retour, ni commande, ni sens d'écriture imposé.
// biome-ignore lint/suspicious/noControlCharactersInRegex: ce sont eux que l'on ôte.
const commandes = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/gu

/** Un texte fait pour un en-tête : une ligne, bornée. */
export const headerText = (texte: string, max = 200): string =>
  texte.toWellFormed().replace(commandes, ' ').replace(/ {2,}/g, ' ').trim().slice(0, max)

export type Expediteur = {
  /** Adresse de l'instance : la seule que le serveur de courrier sache prouver (SPF, DKIM). */
  readonly adresse: string
  /** Domaine des `Message-ID`. */
  readonly domaine: string
}

/** Tire l'expéditeur de `SMTP_URL` (`?expediteur=…`), ou de l'origine publique. */
export const expediteurDe = (smtpUrl: string | undefined, origine: string): Expediteur => {
  const hote = new URL(origine).hostname
  const voulu = smtpUrl === undefined ? null : new URL(smtpUrl).searchParams.get('expediteur')
  const adresse = exigerAdresse(
    voulu ?? `ne-pas-repondre@${hote === '127.0.0.1' || hote === '[::1]' ? 'localhost' : hote}`,
  )
  return { adresse, domaine: adresse.slice(adresse.indexOf('@') + 1) }
}

/** Le message tel que nodemailer l'attend. Lève `MailAddressError`, ou si le texte brut manque. */
export const compose = (message: Message, de: Expediteur): Mail.Options => {
  if (message.texte.trim() === '') throw new Error('Un courriel a toujours un texte brut.')
  const nom = headerText(message.deLaPart ?? 'Coforme', 120)
  return {
    from: { name: nom, address: de.adresse },
    to: { name: '', address: exigerAdresse(message.a) },
    envelope: { from: de.adresse, to: [exigerAdresse(message.a)] },
    ...(message.repondreA !== undefined && {
      replyTo: { name: nom, address: exigerAdresse(message.repondreA) },
    }),
    subject: headerText(message.objet),
    text: message.texte.toWellFormed(),
    ...(message.html !== undefined && { html: message.html.toWellFormed() }),
    ...(message.id !== undefined && {
      messageId: `<${message.id.replace(/[^A-Za-z0-9-]/g, '')}@${de.domaine}>`,
    }),
    ...(message.pieces !== undefined &&
      message.pieces.length > 0 && {
        attachments: message.pieces.map((p) => ({
          filename: headerText(p.nom, 120).replace(/[\\/]/g, '-'),
          contentType: headerText(p.type, 80),
          content: Buffer.from(p.octets),
        })),
      }),
    // Les répondeurs d'absence ne répondent pas à un courrier automatique (RFC 3834).
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(message.desinscription !== undefined && {
        'List-Unsubscribe': `<${headerText(message.desinscription, 500)}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
    xMailer: false,
    // Un texte ne fait jamais lire un fichier ni une adresse par le serveur.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
