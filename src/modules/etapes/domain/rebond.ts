/**
 * Un courriel revenu plus tard : l’avis de non-remise (DSN, RFC 3464 et 6522) que le serveur du destinataire renvoie à l’expéditeur.
 * On n’en croit que ce qui se vérifie : il doit nommer un message parti d’ici, et l’adresse même à qui il est parti.
 */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

export type Rebond = {
  /** L’identifiant du message, sans son domaine. */
  readonly message: string
  readonly adresse: string
  /** « 5.1.1 », ou « 4.4.7 » quand on a renoncé (RFC 3463). */
  readonly statut: string
}

/** Assez pour un avis et les en-têtes de ce qu’il renvoie ; au-delà, ce n’en est pas un. */
export const TAILLE_MAX = 1_000_000

type Partie = { readonly entetes: ReadonlyMap<string, string>; readonly corps: string }

/** En-têtes dépliés, en minuscules, le premier de chaque nom ; puis le corps. */
const separer = (texte: string): Partie => {
  const coupe = /\r?\n\r?\n/.exec(texte)
  const [tete, corps] = coupe
    ? [texte.slice(0, coupe.index), texte.slice(coupe.index + coupe[0].length)]
    : [texte, '']
  const entetes = new Map<string, string>()
  for (const ligne of tete.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const deux = ligne.indexOf(':')
    const nom = ligne.slice(0, deux).trim().toLowerCase()
    if (deux > 0 && !entetes.has(nom)) entetes.set(nom, ligne.slice(deux + 1).trim())
  }
  return { entetes, corps }
}

const decoder = ({ entetes, corps }: Partie): string => {
  const codage = entetes.get('content-transfer-encoding')?.toLowerCase()
  if (codage === 'base64') return Buffer.from(corps, 'base64').toString('latin1')
  if (codage === 'quoted-printable')
    return corps
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16)))
  return corps
}

const genreDe = (p: Partie): string =>
  (p.entetes.get('content-type') ?? 'text/plain').split(';')[0]?.trim().toLowerCase() ?? ''

/** Les parties d’un message composé, à trois étages au plus. */
const partiesDe = (p: Partie, etage = 0): readonly Partie[] => {
  const type = p.entetes.get('content-type') ?? ''
  const borne = /boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(type)
  const mot = borne?.[1] ?? borne?.[2]
  if (!genreDe(p).startsWith('multipart/') || mot === undefined || etage > 2) return [p]
  return `\n${p.corps}`
    .split(/\r?\n--/)
    .filter((bout) => bout.startsWith(mot) && !bout.startsWith(`${mot}--`))
    .slice(0, 20)
    .flatMap((bout) => partiesDe(separer(bout.slice(mot.length).replace(/^[ \t]*\r?\n/, '')), etage + 1))
}

type RefusRebond = Refus<'pas-un-rebond' | 'provisoire' | 'sans-message'>

/** `brut` : le message entier, tel que gardé par une boîte (.eml). */
export const lireRebond = (brut: string): Result<Rebond, RefusRebond> => {
  const parties = partiesDe(separer(brut.slice(0, TAILLE_MAX)))
  const avis = parties.find((p) => genreDe(p) === 'message/delivery-status')
  if (!avis)
    return refuser(
      'pas-un-rebond',
      'Ce message n’est pas un avis de non-remise : il y manque la partie que les serveurs de courrier y écrivent.',
    )
  // Un premier bloc pour le message, puis un par destinataire.
  const blocs = decoder(avis)
    .split(/\r?\n\r?\n/)
    .map((b) => separer(`${b}\n\n`).entetes)
  const echoue = blocs.find((b) => b.get('action')?.toLowerCase() === 'failed')
  // Un échec dit en 4 est un refus lui aussi : le serveur a essayé jusqu’au bout de son délai, et renonce (RFC 3464, § 2.3.3).
  const statut = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(echoue?.get('status') ?? '')?.[0]
  if (!echoue || !statut)
    return refuser(
      'provisoire',
      'Cet avis dit un retard, pas un refus : le serveur du destinataire essaie encore.',
    )
  const adresse = /^(?:rfc822|utf-8)\s*;\s*<?([^\s<>;]{3,254})>?$/i.exec(
    echoue.get('original-recipient') ?? echoue.get('final-recipient') ?? '',
  )?.[1]
  const renvoye = parties.find((p) => ['message/rfc822', 'text/rfc822-headers'].includes(genreDe(p)))
  const message =
    renvoye &&
    /^<([A-Za-z0-9-]{3,200})@[^<>\s]+>$/.exec(separer(decoder(renvoye)).entetes.get('message-id') ?? '')?.[1]
  if (!adresse || !message)
    return refuser(
      'sans-message',
      'Cet avis ne dit pas de quel message il parle : signalez l’adresse depuis la fiche de la personne.',
    )
  return ok({ message, adresse, statut })
}

/** Ce qui condamne l’adresse elle-même : inconnue, mal écrite, fermée (RFC 3463). Une boîte pleine, un filtre ne la condamnent pas. */
export const condamne = (statut: string): boolean => /^5\.(?:1\.(?:0|1|2|3|6|10)|2\.1)$/.test(statut)

/** Tel qu’il se garde au journal : lettres, chiffres et traits. */
export const codeDuRebond = (statut: string): string => statut.replaceAll('.', '_')
export const direRefus = (refus: string): string =>
  /^[45]_\d+_\d+$/.test(refus) ? refus.replaceAll('_', '.') : refus
