import { MailAddressError } from '#platform/mail/compose.ts'

/**
 * Ce qu'un envoi raté veut dire. `adresse` : la boîte n'existe pas, plus rien n'y partira. `refus` : ce message-là est refusé.
 * `plus-tard` : le serveur est en faute ou l'est pour le moment ; un autre essai, après réparation, passera.
 */
export type Echec = { readonly code: string; readonly sort: 'plus-tard' | 'refus' | 'adresse' }

const boiteInconnue = new Set([510, 511, 512, 521, 550, 551, 553, 556])
/** Dits au destinataire par un serveur qui, en vérité, ne veut pas de nous : relais fermé, connexion à prouver, règle de la maison. */
const serveur = new Set([530, 535, 554])

/**
 * Lit l'échec que lève l'envoi SMTP. Un refus pour de bon (5xx) ne condamne le message ou l'adresse que s'il répond au destinataire ou au
 * contenu : à l'accueil, à l'identification, à l'expéditeur, c'est l'instance qui est mal réglée ou le serveur qui ne va pas
 * (RFC 5321 § 4.3.2). De même un refus de politique (5.7.x, RFC 3463 § 3.8). Le code est de quelques lettres, jamais la phrase du
 * serveur, qui cite souvent l'adresse.
 */
export const lireEchec = (erreur: unknown): Echec => {
  if (erreur instanceof MailAddressError) return { code: 'ADRESSE', sort: 'adresse' }
  const { responseCode, code, command, response } = (erreur ?? {}) as Readonly<Record<string, unknown>>
  if (typeof responseCode !== 'number')
    return {
      code: typeof code === 'string' && /^[A-Z0-9_]{1,20}$/.test(code) ? code : 'ERREUR',
      sort: 'plus-tard',
    }
  const dit = String(responseCode)
  const aQui = command === undefined || command === 'RCPT TO'
  const etendu =
    typeof response === 'string' ? /^\d{3}[ -](\d\.\d{1,3})\.\d{1,3}\b/.exec(response)?.[1] : undefined
  if (responseCode < 500 || !(aQui || command === 'DATA') || etendu === '5.7')
    return { code: dit, sort: 'plus-tard' }
  if (!aQui) return { code: dit, sort: 'refus' }
  if (etendu === undefined && serveur.has(responseCode)) return { code: dit, sort: 'plus-tard' }
  return { code: dit, sort: boiteInconnue.has(responseCode) ? 'adresse' : 'refus' }
}
