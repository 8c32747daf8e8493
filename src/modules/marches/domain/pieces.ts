/** Les pièces d’une réponse : ce que demande le règlement de la consultation, ce que chaque membre a versé, ce qui manque. */
import type { Id, OrganismeId } from '#kernel/id.ts'
import { slug } from '#kernel/texte.ts'
import type { Zone } from '#kernel/zones.ts'
import { jourDeLaLimite } from './echeance.ts'
import type { Membre } from './groupement.ts'

/** Ce que garde un coffre. `expire` : la pièce a un terme, qui se demande. */
export const genresDePiece = {
  fiscale: { nom: 'Attestation de régularité fiscale', expire: true },
  vigilance: { nom: 'Attestation de vigilance (Urssaf)', expire: true },
  assurance: { nom: 'Assurance, responsabilité civile professionnelle', expire: true },
  kbis: { nom: 'Extrait Kbis', expire: true },
  qualiopi: { nom: 'Certificat Qualiopi', expire: true },
  nda: { nom: 'Récépissé de déclaration d’activité', expire: false },
  bilan: { nom: 'Bilan ou compte de résultat', expire: false },
  bpf: { nom: 'Bilan pédagogique et financier', expire: false },
  rib: { nom: 'Relevé d’identité bancaire', expire: false },
  reference: { nom: 'Référence, avec l’accord du client', expire: false },
  autre: { nom: 'Autre pièce', expire: false },
} as const satisfies Record<string, { nom: string; expire: boolean }>
export type GenreDePiece = keyof typeof genresDePiece
export const estGenreDePiece = (t: string): t is GenreDePiece => Object.hasOwn(genresDePiece, t)

/** Une pièce à terme sans son terme passerait pour valable à toute date. */
export const termeManquant = (genre: GenreDePiece | null, expireLe: string | null): boolean =>
  genre !== null && genresDePiece[genre].expire && expireLe === null
export const phraseDuTerme = 'Cette pièce a un terme : écrivez jusqu’à quand elle vaut.'

export type Portee = 'groupement' | 'membre' | 'membre-sauf-mandataire'
type Connue = { readonly titre: string; readonly portee: Portee; readonly coffre?: GenreDePiece }
/**
 * Ce qu’un règlement demande le plus souvent, et à qui (`rubriques.ts` pour les formulaires). La liste d’un dossier est celle que
 * le mandataire a lue dans le règlement de la consultation, jamais celle-ci.
 */
export const piecesConnues = {
  dc1: { titre: 'DC1, lettre de candidature', portee: 'groupement' },
  dc2: { titre: 'DC2, déclaration du candidat', portee: 'membre' },
  habilitation: { titre: 'Habilitation du mandataire', portee: 'membre-sauf-mandataire' },
  dc4: { titre: 'DC4, déclaration de sous-traitance', portee: 'membre-sauf-mandataire' },
  repartition: { titre: 'Annexe de répartition à l’acte d’engagement', portee: 'groupement' },
  attri1: { titre: 'Acte d’engagement', portee: 'groupement' },
  memoire: { titre: 'Mémoire technique', portee: 'groupement' },
  bordereau: { titre: 'Bordereau des prix', portee: 'groupement' },
  compensation: { titre: 'Budget de compensation', portee: 'groupement' },
  fiscale: { titre: 'Attestation de régularité fiscale', portee: 'membre', coffre: 'fiscale' },
  vigilance: { titre: 'Attestation de vigilance', portee: 'membre', coffre: 'vigilance' },
  assurance: { titre: 'Attestation d’assurance', portee: 'membre', coffre: 'assurance' },
  kbis: { titre: 'Extrait Kbis', portee: 'membre', coffre: 'kbis' },
  qualiopi: { titre: 'Certificat Qualiopi', portee: 'membre', coffre: 'qualiopi' },
  nda: { titre: 'Déclaration d’activité', portee: 'membre', coffre: 'nda' },
  bilans: { titre: 'Bilans des trois derniers exercices', portee: 'membre', coffre: 'bilan' },
  references: { titre: 'Références', portee: 'membre', coffre: 'reference' },
  rib: { titre: 'Relevé d’identité bancaire', portee: 'membre', coffre: 'rib' },
} as const satisfies Record<string, Connue>
export type CodeDePiece = keyof typeof piecesConnues

export type Exigence = {
  readonly code: string
  readonly titre: string
  readonly portee: Portee
  readonly coffre: GenreDePiece | null
  /** Le nom que le règlement donne au fichier, sans extension ; `{membre}` y dit la coopérative. Vide : le titre. */
  readonly nom: string
}
export type Critere = { readonly nom: string; readonly points: number }
/** Ce que le mandataire a lu dans le règlement de la consultation. Ce qu’il ne dit pas est vide, jamais deviné. */
export type Reglement = {
  /** Une habilitation SIEG (L6121-2-1) n’est pas un marché : ni DC1, ni DC2, ni DC4 ; un budget de compensation. */
  readonly voie: 'marche' | 'sieg'
  readonly reference: string
  readonly adresseDuProfil: string
  readonly questionsAvant: string
  readonly formeImposee: string
  readonly dureeMois: number | null
  readonly criteres: readonly Critere[]
  readonly obligations: string
  readonly exigences: readonly Exigence[]
}

/** Ce qu’une voie ne demande jamais : une habilitation se passe hors du code de la commande publique. */
const horsSieg: readonly string[] = ['dc1', 'dc2', 'dc4', 'habilitation', 'attri1', 'repartition']
export const piecesDeLaVoie = (voie: Reglement['voie']): readonly CodeDePiece[] =>
  (Object.keys(piecesConnues) as CodeDePiece[]).filter((c) =>
    voie === 'sieg' ? !horsSieg.includes(c) : c !== 'compensation',
  )

/** « Prix : 40 » par ligne. Rien si une ligne n’a pas cette forme. */
export const lireCriteres = (texte: string): readonly Critere[] | undefined => {
  const lus = lignes(texte).map((l) => /^(.{2,200}?)\s*[:;]\s*(\d{1,3})(?:\s*(?:%|points?))?$/.exec(l))
  return lus.every((x) => x !== null)
    ? lus.map((x) => ({ nom: (x?.[1] ?? '').trim(), points: Number(x?.[2]) }))
    : undefined
}
const lignes = (texte: string): string[] =>
  texte
    .split('\n')
    .map((l) => l.replace(/\s+/g, ' ').trim())
    .filter((l) => l !== '')

/** « DC2 = 02_DC2_{membre} » par ligne : le nom que demande le règlement. Rien si une ligne nomme une pièce que l’on n’attend pas. */
export const lireNoms = (
  texte: string,
  codes: readonly string[],
): Readonly<Record<string, string>> | undefined => {
  const noms: Record<string, string> = {}
  for (const l of lignes(texte)) {
    const lu = /^([\w-]{2,80})\s*=\s*(.{1,150})$/.exec(l)
    const code = lu?.[1]?.toLowerCase()
    if (!code || !codes.includes(code)) return undefined
    noms[code] = lu?.[2]?.trim() ?? ''
  }
  return noms
}

/** « Note sur l’hygiène ; membre » par ligne : les pièces propres à cette consultation. */
export const lireAutres = (texte: string): readonly Exigence[] => {
  const vus = new Set<string>()
  return lignes(texte).map((l, i) => {
    const lu = /^(.*?)\s*;\s*(?:chaque )?membre$/i.exec(l)
    const titre = (lu?.[1] ?? l).slice(0, 200)
    let code = `autre-${slug(titre, 40) || i}`
    while (vus.has(code)) code = `${code}-${i}`
    vus.add(code)
    return { code, titre, portee: lu ? 'membre' : 'groupement', coffre: null, nom: '' }
  })
}

/** Les exigences du règlement : les pièces cochées, nommées comme il le demande, puis les siennes. */
export const exigencesDe = (
  codes: readonly CodeDePiece[],
  noms: Readonly<Record<string, string>>,
  autres: readonly Exigence[],
): readonly Exigence[] => [
  ...codes.map((code): Exigence => {
    const c: Connue = piecesConnues[code]
    return { code, titre: c.titre, portee: c.portee, coffre: c.coffre ?? null, nom: noms[code] ?? '' }
  }),
  ...autres.map((a) => ({ ...a, nom: noms[a.code] ?? '' })),
]

export type PieceId = Id<'PieceDeMarche'>
export type PieceVersee = {
  readonly id: PieceId
  readonly organisme: OrganismeId
  readonly exigence: string
  readonly nom: string
  readonly type: string
  readonly taille: number
  readonly empreinte: string
  readonly expireLe: string | null
  readonly motif: string
  readonly le: Date
  readonly retireeLe: Date | null
  /** Au gel, pourquoi elle est retirée. */
  readonly retrait: string
}
export type EtatDAttendu = 'versee' | 'perimee' | 'sans-terme' | 'manquante'
export type Attendu = {
  readonly exigence: Exigence
  /** Rien : une fois pour le groupement. */
  readonly membre: Membre | null
  readonly etat: EtatDAttendu
  readonly pieces: readonly PieceVersee[]
}

/** À qui cette exigence se demande : une fois au groupement, ou à chaque membre. */
export const destinataires = (e: Exigence, presents: readonly Membre[]): readonly (Membre | null)[] =>
  e.portee === 'groupement' ? [null] : presents.filter((m) => e.portee === 'membre' || !m.mandataire)

/** Ce qu’attend le règlement, membre par membre. Une pièce qui ne vaut plus le jour de la date limite est périmée ; sans son terme, elle ne compte pas. */
export const attendus = (
  r: Pick<Reglement, 'exigences'>,
  presents: readonly Membre[],
  pieces: readonly PieceVersee[],
  { limite, zone }: { readonly limite: Date; readonly zone: Zone },
): readonly Attendu[] => {
  const jour = jourDeLaLimite(limite, zone)
  return r.exigences.flatMap((exigence) =>
    destinataires(exigence, presents).map((membre): Attendu => {
      const siennes = pieces.filter(
        (p) =>
          p.retireeLe === null &&
          p.exigence === exigence.code &&
          (membre === null
            ? presents.some((m) => m.organisme === p.organisme)
            : p.organisme === membre.organisme),
      )
      // Versée avant que son terme se demande, une pièce à terme ne prouve rien.
      const sansTerme = (p: PieceVersee) => termeManquant(exigence.coffre, p.expireLe)
      const vaut = siennes.some((p) => !sansTerme(p) && (p.expireLe === null || p.expireLe >= jour))
      return {
        exigence,
        membre,
        pieces: siennes,
        etat: vaut
          ? 'versee'
          : siennes.some(sansTerme)
            ? 'sans-terme'
            : siennes.length > 0
              ? 'perimee'
              : 'manquante',
      }
    }),
  )
}

/** Ce qui porte des prix se lit du mandataire et de qui l’a versé ; le reste, de chaque membre. */
export const portentDesPrix: readonly string[] = ['bordereau', 'compensation'] satisfies CodeDePiece[]
export const seLit = (
  p: Pick<PieceVersee, 'exigence' | 'organisme'>,
  { moi, mandataire }: { readonly moi: OrganismeId; readonly mandataire: boolean },
): boolean => mandataire || p.organisme === moi || !portentDesPrix.includes(p.exigence)

/** Ce qui fut versé et ne répond à aucune exigence d’aujourd’hui : retiré, ou d’une pièce que le règlement lu ne demande plus. */
export const horsDeLaListe = (
  pieces: readonly PieceVersee[],
  liste: readonly Attendu[],
): readonly PieceVersee[] => {
  const rangees = new Set(liste.flatMap((a) => a.pieces.map((p) => p.id)))
  return pieces.filter((p) => p.exigence !== 'accuse' && !rangees.has(p.id))
}

/** Une archive ne porte que ces signes : un nom accentué s’ouvre mal chez un acheteur sur deux. */
const enNom = (texte: string): string =>
  texte
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/œ/gi, 'oe')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
    .slice(0, 120)

const extensions: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
}

export type FichierDuDossier = { readonly chemin: string; readonly piece: PieceVersee }
/**
 * Les fichiers de l’archive, nommés comme le règlement le demande. Deux ne portent jamais le même nom, majuscules ou non : le second reçoit un
 * numéro. Une pièce périmée y est aussi : la page le dit, elle ne l’ôte pas.
 */
export const nommerLArchive = (liste: readonly Attendu[]): readonly FichierDuDossier[] => {
  const pris = new Set<string>()
  return liste.flatMap(({ exigence, membre, pieces }) =>
    pieces.map((piece) => {
      const demande =
        exigence.nom === '' ? `${exigence.titre}${membre === null ? '' : '_{membre}'}` : exigence.nom
      const base =
        enNom(demande.replaceAll('{membre}', membre?.nom ?? 'groupement')) || enNom(exigence.code) || 'piece'
      const ext = extensions[piece.type] ?? 'pdf'
      let chemin = `${base}.${ext}`
      for (let n = 2; pris.has(chemin.toLowerCase()); n += 1) chemin = `${base}-${n}.${ext}`
      pris.add(chemin.toLowerCase())
      return { chemin, piece }
    }),
  )
}

/** Rappels : une pièce se renouvelle avant qu’elle ne manque. Choix du produit. */
export const JOURS_DE_RAPPEL = 30
