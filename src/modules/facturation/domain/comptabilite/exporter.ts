/** Les écritures passées, dans les fichiers que les comptables lisent : le FEC (LPF, A47 A-1) et les tableaux de quelques logiciels. */
import type { DateCivile } from '#kernel/dates.ts'
import { formaterDate } from '#kernel/dates.ts'
import { sansFormule } from '#kernel/texte.ts'
import { champsCommuns } from '../fec/champs.ts'
import type { EcriturePassee } from './arreter.ts'
import type { LigneDEcriture } from './ecrire.ts'
import { journaux } from './plan.ts'

/** Une valeur sur une ligne, sans les séparateurs que le fichier emploie. */
const plat = (t: string): string => t.replaceAll(/[\t\r\n|]+/g, ' ').trim()
const chiffres = (j: DateCivile): string => j.replaceAll('-', '')
const decimal = (c: number, virgule: ',' | '.'): string =>
  `${Math.floor(c / 100)}${virgule}${String(c % 100).padStart(2, '0')}`

/** « 123456789FEC20261231.txt » : le SIREN et le dernier jour. */
export const nomDuFec = (siren: string, fin: DateCivile): string => `${siren}FEC${chiffres(fin)}.txt`

/** Dix-huit champs, tabulés, en UTF-8, une ligne par ligne d’écriture. Un extrait : ce que ce logiciel sait, pas toute la comptabilité. */
export const ecrireFec = (ecritures: readonly EcriturePassee[]): string =>
  [
    champsCommuns,
    ...ecritures.flatMap((e) =>
      e.lignes.map((l) => [
        journaux[e.journal].code,
        journaux[e.journal].libelle,
        String(e.numero),
        chiffres(e.jour),
        l.compte.numero,
        plat(l.compte.libelle),
        l.auxiliaire?.numero ?? '',
        plat(l.auxiliaire?.nom ?? ''),
        plat(e.piece) || String(e.numero),
        chiffres(e.pieceLe),
        plat(l.libelle) || 'Sans libellé',
        decimal(l.debit, ','),
        decimal(l.credit, ','),
        '',
        '',
        chiffres(e.valideeLe),
        '',
        '',
      ]),
    ),
  ]
    .map((champs) => `${champs.join('\t')}\r\n`)
    .join('')

/** Ce que l’analytique dit d’une écriture : des noms, à l’heure de l’export. */
export type Analytique = { readonly enseigne: string; readonly session: string; readonly site: string }
type Rangee = { readonly e: EcriturePassee; readonly l: LigneDEcriture; readonly a: Analytique }

/** Les colonnes qui se choisissent, et leur titre. */
export const colonnes = {
  numero: 'Numéro',
  journal: 'Journal',
  date: 'Date',
  compte: 'Compte',
  'compte-libelle': 'Libellé du compte',
  auxiliaire: 'Auxiliaire',
  tiers: 'Tiers',
  piece: 'Pièce',
  'date-piece': 'Date de la pièce',
  libelle: 'Libellé',
  debit: 'Débit',
  credit: 'Crédit',
  sens: 'Sens',
  montant: 'Montant',
  enseigne: 'Enseigne',
  session: 'Session',
  site: 'Site',
} as const
export type Colonne = keyof typeof colonnes
export const estColonne = (t: string): t is Colonne => Object.hasOwn(colonnes, t)

export type Forme = {
  readonly nom: string
  readonly separateur: ';' | ',' | '\t'
  readonly virgule: ',' | '.'
  /** « 31/12/2026 » ou « 2026-12-31 ». */
  readonly date: 'jma' | 'iso'
  /** Une colonne, et le titre que le logiciel attend. */
  readonly colonnes: readonly (readonly [Colonne, string])[]
}

/** D’après ce que ces logiciels disent importer ; aucun n’a été essayé : les colonnes se règlent à l’export. */
export const formes = {
  sage: {
    nom: 'Sage',
    separateur: ';',
    virgule: ',',
    date: 'jma',
    colonnes: [
      ['journal', 'Code journal'],
      ['date', 'Date'],
      ['compte', 'Compte général'],
      ['auxiliaire', 'Compte tiers'],
      ['piece', 'Référence pièce'],
      ['libelle', 'Libellé'],
      ['debit', 'Débit'],
      ['credit', 'Crédit'],
      ['session', 'Section analytique'],
    ],
  },
  ebp: {
    nom: 'EBP',
    separateur: ';',
    virgule: ',',
    date: 'jma',
    colonnes: [
      ['date', 'Date'],
      ['journal', 'Journal'],
      ['compte', 'Compte'],
      ['piece', 'Pièce'],
      ['libelle', 'Libellé'],
      ['debit', 'Débit'],
      ['credit', 'Crédit'],
      ['session', 'Analytique'],
    ],
  },
  pennylane: {
    nom: 'Pennylane',
    separateur: ';',
    virgule: ',',
    date: 'jma',
    colonnes: [
      ['date', 'Date'],
      ['journal', 'Code Journal'],
      ['compte', 'Numéro de compte'],
      ['compte-libelle', 'Libellé de compte'],
      ['piece', 'Numéro de pièce'],
      ['libelle', 'Libellé de ligne'],
      ['debit', 'Débit'],
      ['credit', 'Crédit'],
      ['enseigne', 'Famille analytique'],
    ],
  },
  odoo: {
    nom: 'Odoo',
    separateur: ',',
    virgule: '.',
    date: 'iso',
    colonnes: [
      ['date', 'date'],
      ['journal', 'journal_id'],
      ['piece', 'ref'],
      ['compte', 'line_ids/account_id'],
      ['tiers', 'line_ids/partner_id'],
      ['libelle', 'line_ids/name'],
      ['debit', 'line_ids/debit'],
      ['credit', 'line_ids/credit'],
    ],
  },
  endi: {
    nom: 'enDI',
    separateur: ';',
    virgule: ',',
    date: 'jma',
    colonnes: [
      ['numero', 'Numéro'],
      ['journal', 'Code journal'],
      ['date', 'Date'],
      ['compte', 'Compte'],
      ['auxiliaire', 'Compte tiers'],
      ['piece', 'Pièce'],
      ['libelle', 'Libellé'],
      ['debit', 'Débit'],
      ['credit', 'Crédit'],
      ['enseigne', 'Analytique'],
    ],
  },
} as const satisfies Record<string, Forme>
export type NomDeForme = keyof typeof formes

const valeur = (c: Colonne, { e, l, a }: Rangee, f: Forme): string => {
  const jour = (j: DateCivile) => (f.date === 'iso' ? j : formaterDate(j, 'chiffres'))
  switch (c) {
    case 'numero':
      return String(e.numero)
    case 'journal':
      return journaux[e.journal].code
    case 'date':
      return jour(e.jour)
    case 'date-piece':
      return jour(e.pieceLe)
    case 'compte':
      return l.compte.numero
    case 'compte-libelle':
      return l.compte.libelle
    case 'auxiliaire':
      return l.auxiliaire?.numero ?? ''
    case 'tiers':
      return l.auxiliaire?.nom ?? ''
    case 'piece':
      return e.piece
    case 'libelle':
      return l.libelle
    case 'debit':
      return decimal(l.debit, f.virgule)
    case 'credit':
      return decimal(l.credit, f.virgule)
    case 'sens':
      return l.debit > 0 ? 'D' : 'C'
    case 'montant':
      return decimal(l.debit + l.credit, f.virgule)
    default:
      return a[c]
  }
}

const citer = (t: string, separateur: string): string =>
  t.includes(separateur) || t.includes('"') ? `"${t.replaceAll('"', '""')}"` : t

/** Le tableau, tel que ce logiciel le lit ; `choisies` : les colonnes que l’on règle à la place des siennes. */
export const ecrireTableauDEcritures = (
  ecritures: readonly (EcriturePassee & { readonly analytique: Analytique })[],
  forme: Forme,
  choisies?: readonly Colonne[],
): string => {
  const voulues = choisies?.map((c) => [c, colonnes[c]] as const) ?? forme.colonnes
  const rangee = (valeurs: readonly string[]) =>
    `${valeurs.map((v) => citer(sansFormule(plat(v)), forme.separateur)).join(forme.separateur)}\r\n`
  return [
    rangee(voulues.map(([, titre]) => titre)),
    ...ecritures.flatMap((e) =>
      e.lignes.map((l) => rangee(voulues.map(([c]) => valeur(c, { e, l, a: e.analytique }, forme)))),
    ),
  ].join('')
}
