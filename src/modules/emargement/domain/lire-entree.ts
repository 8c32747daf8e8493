import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import {
  type ContenuEntree,
  type EtatDeCase,
  FORMAT_PRESENCE,
  type GenreEntree,
  genres,
  identifications,
  voies,
} from './entree.ts'

/** Une entrée relue, quel que soit le format sous lequel elle a été écrite. */
export type EntreeLue = Omit<ContenuEntree, 'format'> & {
  readonly format: typeof FORMAT_PRESENCE | 'coforme-registre/1'
}
export type RefusLecture = Refus<'illisible' | 'format-inconnu'>

type Brut = Readonly<Record<string, unknown>>
const objet = (v: unknown): Brut | undefined =>
  typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Brut) : undefined
const texteOuNul = (v: unknown): boolean => v === null || typeof v === 'string'
const instant = (v: unknown): v is string =>
  typeof v === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(v)

/** L’ancien format ne gardait ni la porte ni l’empreinte de la feuille dans le contenu : elles restent nulles. */
const anciens: Readonly<Record<string, readonly [GenreEntree, EtatDeCase | null]>> = {
  signature: ['presence', 'presente'],
  absence: ['absence', 'absente'],
  regularisation: ['regularisation', 'presente'],
  contresignature: ['contresignature', null],
  correction: ['correction', 'presente'],
  cloture: ['cloture', null],
  pseudonymisation: ['effacement', null],
}

const lireAncien = (b: Brut): EntreeLue | undefined => {
  const genre = typeof b.genre === 'string' ? anciens[b.genre] : undefined
  const { faitLe, recuLe } = b
  if (!genre || typeof b.id !== 'string' || !instant(faitLe) || !instant(recuLe)) return undefined
  return {
    format: 'coforme-registre/1',
    genre: genre[0],
    id: b.id,
    seance: typeof b.seance === 'string' ? b.seance : null,
    inscription: typeof b.inscription === 'string' ? b.inscription : null,
    faitLe,
    horloges: { serveur: recuLe, appareil: null },
    horsLigne: b.horsLigne === true,
    porte: null,
    identification: null,
    attestation: null,
    appareil: null,
    feuille: null,
    etat: genre[1],
    minutes: typeof b.retardMin === 'number' ? { retard: b.retardMin, depart: 0 } : null,
    doublon: false,
    vise: typeof b.vise === 'number' ? [b.vise] : [],
    jalon: null,
    effacement: null,
    engagements: (objet(b.engagements) ?? {}) as ContenuEntree['engagements'],
  }
}

const dans = (liste: readonly string[], v: unknown): boolean => typeof v === 'string' && liste.includes(v)

const estActuelle = (b: Brut): boolean => {
  const horloges = objet(b.horloges)
  return (
    dans(genres, b.genre) &&
    typeof b.id === 'string' &&
    instant(b.faitLe) &&
    horloges !== undefined &&
    instant(horloges.serveur) &&
    (horloges.appareil === null || instant(horloges.appareil)) &&
    texteOuNul(b.seance) &&
    texteOuNul(b.inscription) &&
    texteOuNul(b.feuille) &&
    (b.porte === null || dans(voies, b.porte)) &&
    (b.identification === null || dans(identifications, b.identification)) &&
    (b.etat === null || dans(['presente', 'absente', 'attendue'], b.etat)) &&
    typeof b.doublon === 'boolean' &&
    Array.isArray(b.vise) &&
    b.vise.every((n) => Number.isSafeInteger(n)) &&
    objet(b.engagements) !== undefined
  )
}

/**
 * Relit le contenu d’une entrée, ancien ou définitif. Une version d’après, inconnue d’ici, est refusée avec une phrase : la
 * chaîne se vérifie sans lire les contenus.
 */
export const lireEntree = (texte: string): Result<EntreeLue, RefusLecture> => {
  let brut: Brut | undefined
  try {
    brut = objet(JSON.parse(texte))
  } catch {
    brut = undefined
  }
  if (!brut) return refuser('illisible', 'Cette entrée du registre ne se lit pas.')
  if (brut.format === FORMAT_PRESENCE)
    return estActuelle(brut)
      ? ok(brut as EntreeLue)
      : refuser('illisible', 'Cette entrée du registre ne se lit pas.')
  if (brut.version === 'coforme-registre/1') {
    const lue = lireAncien(brut)
    return lue ? ok(lue) : refuser('illisible', 'Cette entrée du registre ne se lit pas.')
  }
  return refuser(
    'format-inconnu',
    'Cette entrée est d’un format que cette version ne connaît pas : mettez Coforme à jour.',
  )
}
