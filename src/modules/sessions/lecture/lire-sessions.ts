import { z } from 'zod'
import { type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import { ok } from '#kernel/result.ts'
import { plier, uneLigne } from '#kernel/texte.ts'
import type { Colonne, Correspondance } from '#modules/tiers/index.ts'
import { lireLignes } from '#modules/tiers/index.ts'
import type { LigneCsv } from '#platform/csv/lire-csv.ts'
import { date, entier, facultatif, heure, heureDeFin, montant, texte, viaParser } from '#web/fields.ts'
import { enDemiJournees, type Heures, lireHoraires } from '../domain/horaires.ts'
import type { Modalite } from '../domain/mots.ts'
import { maxSeances } from '../domain/seance.ts'
import { lienConnexion } from './champs.ts'

/** Les colonnes d'un tableau de sessions. */
export const colonnesSession = {
  reference: {
    libelle: 'Référence de la session',
    mots: [
      'reference',
      'ref',
      'reference de la session',
      'reference session',
      'code session',
      'code de la session',
      'numero de session',
      'n session',
      'id session',
    ],
  },
  offre: {
    libelle: 'Offre',
    requise: true,
    mots: [
      'offre',
      'formation',
      'intitule',
      'intitule de la formation',
      'nom de la formation',
      'titre',
      'stage',
      'action',
      'session',
      'code offre',
      'code formation',
    ],
  },
  date: {
    libelle: 'Date, ou premier jour',
    requise: true,
    mots: ['date', 'date de debut', 'date debut', 'premier jour', 'jour', 'debut le', 'du'],
  },
  dateFin: {
    libelle: 'Dernier jour',
    mots: ['date de fin', 'date fin', 'dernier jour', 'fin le', 'au'],
  },
  horaires: {
    libelle: 'Horaires',
    mots: [
      'horaires',
      'horaire',
      'heures',
      'creneaux',
      'creneau',
      'demi journee',
      'demi journees',
      'periode',
    ],
  },
  debut: { libelle: 'Heure de début', mots: ['heure de debut', 'heure debut', 'debut', 'de'] },
  fin: { libelle: 'Heure de fin', mots: ['heure de fin', 'heure fin', 'fin', 'a'] },
  intervenant: {
    libelle: 'Intervenant',
    requise: true,
    mots: [
      'intervenant',
      'intervenante',
      'formateur',
      'formatrice',
      'animateur',
      'nom du formateur',
      'nom de l intervenant',
      'courriel du formateur',
      'courriel de l intervenant',
    ],
  },
  salle: { libelle: 'Salle', mots: ['salle', 'nom de la salle'] },
  lieu: { libelle: 'Lieu', mots: ['lieu', 'adresse', 'ville', 'site', 'lieu de la formation'] },
  capacite: {
    libelle: 'Capacité',
    mots: ['capacite', 'places', 'nombre de places', 'effectif max', 'effectif maximal', 'effectif maximum'],
  },
  effectifMin: {
    libelle: 'Effectif minimal',
    mots: ['effectif min', 'effectif minimal', 'effectif minimum', 'minimum'],
  },
  prix: { libelle: 'Prix par stagiaire', mots: ['prix', 'prix par stagiaire', 'tarif', 'prix ttc'] },
  modalite: { libelle: 'Modalité', mots: ['modalite', 'modalites', 'format'] },
  lien: { libelle: 'Lien de connexion', mots: ['lien', 'lien de connexion', 'visio', 'lien visio', 'url'] },
  motif: {
    libelle: 'Pourquoi un jour férié ou un dimanche',
    mots: ['motif', 'motif jour ferie', 'pourquoi un jour ferie ou un dimanche'],
  },
} as const satisfies Record<string, Colonne>

const modalites: Readonly<Record<string, Modalite>> = {
  presentiel: 'presentiel',
  presence: 'presentiel',
  'en presence': 'presentiel',
  'sur site': 'presentiel',
  distance: 'distance',
  'a distance': 'distance',
  distanciel: 'distance',
  visio: 'distance',
  visioconference: 'distance',
  'classe virtuelle': 'distance',
  mixte: 'mixte',
  hybride: 'mixte',
  'en presence et a distance': 'mixte',
}

const champs = z
  .object({
    reference: texte({ max: 100 }),
    offre: texte({ max: 300 }),
    date: date(),
    dateFin: facultatif(date()),
    horaires: texte({ max: 200 }),
    debut: facultatif(heure()),
    fin: facultatif(heureDeFin()),
    intervenant: texte({ max: 200 }),
    salle: texte({ max: 200 }),
    lieu: texte({ max: 150 }),
    capacite: facultatif(entier({ min: 1, max: 2000 })),
    effectifMin: facultatif(entier({ min: 1, max: 2000 })),
    prix: facultatif(montant()),
    modalite: facultatif(
      viaParser((t) => modalites[plier(t)], 'Écrivez « en présence », « à distance » ou « mixte ».'),
    ),
    lien: facultatif(lienConnexion()),
    motif: texte({ max: 300 }),
  })
  .refine((l) => l.dateFin === undefined || l.dateFin >= l.date, {
    error: 'Ce jour est avant le premier.',
    path: ['dateFin'],
  })
  // Un an de jours travaillés dépasse déjà ce qu'une session contient : « 2127 » pour « 2027 » s'arrête ici, avant d'être étalé.
  .refine((l) => l.dateFin === undefined || ecartEnJours(l.date, l.dateFin) <= 366, {
    error: `Plus d’un an après le premier jour : une session a ${maxSeances} demi-journées au plus ici.`,
    path: ['dateFin'],
  })
  .refine((l) => (l.debut === undefined) === (l.fin === undefined), {
    error: 'Écrivez le début et la fin, ou ni l’un ni l’autre.',
    path: ['debut'],
  })
  .refine((l) => l.debut === undefined || l.fin === undefined || l.fin > l.debut, {
    error: 'Cette heure est avant celle du début.',
    path: ['fin'],
  })
  .transform((l, ctx) => {
    const dites =
      l.horaires !== ''
        ? lireHoraires(l.horaires, l.date)
        : l.debut !== undefined && l.fin !== undefined
          ? ok(enDemiJournees({ debut: l.debut, fin: l.fin }, l.date))
          : ok(undefined)
    if (dites.ok) return { ...l, heures: dites.value }
    ctx.addIssue({ code: 'custom', message: dites.error.phrase, path: ['horaires'] })
    return z.NEVER
  })

/** Une ligne : des jours, des heures, et ce que l'on dit de la session (vide quand une ligne d'avant l'a dit). */
export type LigneSession = {
  readonly reference: string
  readonly offre: string
  readonly date: DateCivile
  readonly dateFin: DateCivile | undefined
  /** Rien : la journée ordinaire. */
  readonly heures: readonly Heures[] | undefined
  readonly intervenant: string
  readonly salle: string
  readonly lieu: string
  readonly capacite: number | undefined
  readonly effectifMin: number | undefined
  readonly prix: number | undefined
  readonly modalite: Modalite | undefined
  readonly lien: string | undefined
  readonly motif: string
}

export const lireSessions = (lignes: readonly LigneCsv[], c: Correspondance) =>
  lireLignes(
    champs,
    ({ debut: _debut, fin: _fin, horaires: _horaires, ...l }): LigneSession => ({
      ...l,
      reference: uneLigne(l.reference),
      offre: uneLigne(l.offre),
      intervenant: uneLigne(l.intervenant),
      salle: uneLigne(l.salle),
      lieu: uneLigne(l.lieu),
    }),
    colonnesSession,
    lignes,
    c,
    (x) => [x.reference, x.offre].filter(Boolean).join(' '),
  )
