import type { Id } from '#kernel/id.ts'
import { marqueDans, regleMarque } from '#kernel/marque.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { accorder, enumerer, tronquer, uneLigne } from '#kernel/texte.ts'

export type PieceId = Id<'Piece'>

/** Les genres de pièces que l’on émet, leur série et leur nom. D’autres modules y ajouteront les leurs. */
export const genres = {
  devis: { serie: 'DV', nom: 'Devis' },
  programme: { serie: 'PG', nom: 'Programme de formation' },
  convention: { serie: 'CV', nom: 'Convention de formation' },
  contrat: { serie: 'CT', nom: 'Contrat de formation' },
  avenant: { serie: 'AV', nom: 'Avenant' },
  'reglement-interieur': { serie: 'RI', nom: 'Règlement intérieur' },
  'information-stagiaire': { serie: 'IS', nom: 'Informations remises au stagiaire' },
  convocation: { serie: 'CO', nom: 'Convocation' },
  'feuille-emargement': { serie: 'EM', nom: 'Feuille d’émargement' },
  'extrait-presence': { serie: 'EP', nom: 'Extrait de présence' },
  'certificat-realisation': { serie: 'CR', nom: 'Certificat de réalisation' },
  // Une part achevée d’une action qui continue : sa série à elle, pour que « certifiée » ne se dise que de l’action entière.
  'certificat-intermediaire': { serie: 'CI', nom: 'Certificat de réalisation d’une période' },
  attestation: { serie: 'AT', nom: 'Attestation de fin de formation' },
  'pv-delegues': { serie: 'PV', nom: 'Procès-verbal des délégués' },
  'acte-disciplinaire': { serie: 'AD', nom: 'Acte d’une procédure disciplinaire' },
  // Un acompte est une facture : il prend son rang dans la même série. Les avoirs ont la leur (242 nonies A, I, 7°).
  facture: { serie: 'FA', nom: 'Facture' },
  'facture-acompte': { serie: 'FA', nom: 'Facture d’acompte' },
  avoir: { serie: 'AVR', nom: 'Avoir' },
} as const satisfies Record<string, { serie: string; nom: string }>
export type GenrePiece = keyof typeof genres

export const asGenre = (texte: string): GenrePiece | undefined =>
  Object.hasOwn(genres, texte) ? (texte as GenrePiece) : undefined

export const nomDuGenre = (texte: string): string => {
  const genre = asGenre(texte)
  return genre ? genres[genre].nom : texte
}

/** Ce qui ne parle d’aucune action en particulier : la marque Qualiopi s’y admet. */
const generales: ReadonlySet<GenrePiece> = new Set(['reglement-interieur'])

/** La marque Qualiopi ne sort sur aucune pièce d’une action ; les mots libres, d’où qu’ils viennent, y sont relus. */
export const verifierMarque = (genre: GenrePiece, donnees: unknown): Result<void, Refus<'marque'>> => {
  const trouve = generales.has(genre) ? undefined : marqueDans(donnees)
  return trouve
    ? refuser(
        'marque',
        `« ${tronquer(uneLigne(trouve.texte), 80)} » : la marque Qualiopi ne s’écrit pas sur cette pièce (${regleMarque}). Ôtez ces mots, puis émettez.`,
      )
    : ok(undefined)
}

/** « CR-2026-0001 » : continu par organisme, série et année ; quatre chiffres au moins pour que les listes s’alignent. */
export const composerNumero = (serie: string, annee: number, rang: number): string =>
  `${serie}-${annee}-${String(rang).padStart(4, '0')}`

/** « CV-2027-0001, avenant AV-2027-0001 » : une pièce et, du plus ancien au plus récent, les avenants signés qui la complètent. */
export const citerPiece = (numero: string, avenants: readonly string[]): string =>
  avenants.length === 0 ? numero : `${numero}, ${accorder(avenants.length, 'avenant')} ${enumerer(avenants)}`

/** Un (début d’)empreinte tel qu’une adresse le porte : 16 à 64 chiffres hexadécimaux, en nombre pair. */
export const lireEmpreinte = (texte: string): string | undefined => {
  const net = texte
    .trim()
    .toLowerCase()
    .replace(/[\s\u00a0\u202f]+/g, '')
  return /^(?:[0-9a-f]{2}){8,32}$/.test(net) ? net : undefined
}

/** Un nom de fichier sans surprise : le numéro suffit, il est unique chez l’organisme. */
export const nomDeFichier = (numero: string): string => `${numero.replace(/[^A-Za-z0-9-]+/g, '-')}.pdf`
