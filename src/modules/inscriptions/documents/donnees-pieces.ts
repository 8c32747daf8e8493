/** Des faits du dossier aux données des gabarits. Pur : rien n’est inventé, un fait absent reste vide, et le gabarit le refuse par son article. */

import { sansVille } from '#kernel/texte.ts'
import { ditesUneAUne, modaliteTenue, motModaliteSeance } from '#modules/sessions/index.ts'
import { minutesEcrites } from '../domain/a-distance.ts'
import {
  adresse,
  type FaitsDePiece,
  type SalleDite,
  type SessionDePiece,
  telephone,
} from '../domain/a-imprimer.ts'
import { nonDite } from '../domain/avis.ts'
import { sallesADire } from '../domain/lieu-perime.ts'
import type { ActionV1 } from './dossier.v1.ts'

/** Sans `numero`, posé à l’émission. */
export type Donnees<T> = Omit<T, 'numero'>

/** Ce qu’il faut pour dire l’action, sans savoir qui signe ni ce qui se joint. */
type FaitsDAction = Omit<FaitsDePiece, 'signataire' | 'jointes'>

const articles = {
  formation: { nature: 'action de formation', article: 'L6313-1, 1°' },
  bilan: { nature: 'action de bilan de compétences', article: 'L6313-1, 2°' },
  vae: { nature: 'action permettant de faire valider les acquis de l’expérience', article: 'L6313-1, 3°' },
  apprentissage: { nature: 'action de formation par apprentissage', article: 'L6313-1, 4°' },
} as const
export const modalites = {
  presentiel: 'en présentiel',
  mixte: 'en présentiel et à distance',
  distance: 'à distance',
} as const

const deux = (n: number) => String(n).padStart(2, '0')
/** « 09:00 » : l’heure d’une pièce, à la pendule de la salle. */
export const heure = (minutes: number) => `${deux(Math.floor(minutes / 60))}:${deux(minutes % 60)}`
export const lignes = (texte: string): string[] =>
  texte
    .split('\n')
    .map((l) => l.replace(/^\s*[-–•*]\s*/, '').trim())
    .filter(Boolean)

/** Les salles que le lieu de la session ne dit pas, demi-journée par demi-journée. */
export const sallesDe = (s: Pick<SessionDePiece, 'lieu' | 'seances'>): readonly SalleDite[] =>
  sallesADire(
    s.lieu,
    s.seances.map((x) => ({
      date: x.jour,
      debut: heure(x.debutMinutes),
      salles: (x.salles ?? []).map((salle) => salle.nom),
    })),
  )

/** « Titre : détail » sur une ligne ; sinon la ligne entière. */
export const lireSequences = (contenu: string): ActionV1['contenu'] =>
  lignes(contenu).map((l) => {
    const [, sequence, detail] = /^(.{2,80}?)[\s\u00a0\u202f]*:[\s\u00a0\u202f]+(.+)$/.exec(l) ?? []
    return sequence && detail ? { sequence, detail } : { sequence: l }
  })

const joursDe = (s: SessionDePiece): number => new Set(s.seances.map((x) => x.jour)).size

/** Qui répond : l’offre le nomme, à défaut la coopérative, à défaut son nom. */
export const contactDe = ({ contenu: c, conditions, organisme: o }: FaitsDAction) => {
  const k = conditions.contact
  return {
    nom: c.contact || k.nom || o.nom,
    telephone: c.contactTelephone || k.telephone || o.telephone,
    courriel: c.contactCourriel || k.courriel || o.courriel,
  }
}

/**
 * « Hélène Marchand, 02 99 00 00 00 » : le champ demande le nom et comment joindre, la pièce dit l’un puis l’autre. Sans
 * nom devant, la ligne entière reste un nom : mieux vaut se répéter que perdre qui répond.
 */
export const lireReferent = (
  ecrit: string,
): { readonly nom: string; readonly telephone?: string; readonly courriel?: string } => {
  const t = telephone.exec(ecrit)
  const c = adresse.exec(ecrit)
  const premier = Math.min(t?.index ?? ecrit.length, c?.index ?? ecrit.length)
  const nom = ecrit.slice(0, premier).replace(/[\s,;:(–-]+$/, '')
  if (nom === '' || (!t && !c)) return { nom: ecrit }
  return { nom, ...(t ? { telephone: t[0] } : {}), ...(c ? { courriel: c[0] } : {}) }
}

/**
 * La personne référente : l’offre la nomme, à défaut la coopérative. Ses coordonnées sont celles que la coopérative a
 * réglées pour elle ; d’une autre, nommée par l’offre seule, on ne connaît que le contact de l’offre.
 */
export const referentDe = (f: FaitsDAction) => {
  const r = f.conditions.referent
  const ecrit = lireReferent(f.contenu.referentHandicap)
  const nom = ecrit.nom || r.nom
  const sien = nom === r.nom
  const contact = contactDe(f)
  return {
    referent: nom,
    telephone: ecrit.telephone || (sien && r.telephone) || contact.telephone,
    courriel: ecrit.courriel || (sien && r.courriel) || contact.courriel,
  }
}
export const distanceDe = (f: FaitsDAction) =>
  modaliteTenue(f.session) === 'presentiel'
    ? {}
    : {
        distance: {
          activites: f.contenu.foadActivites,
          minutes: minutesEcrites(f.contenu.foadDuree),
          assistance: f.contenu.foadAssistance,
        },
      }

export const actionDe = (f: FaitsDAction, effectif: number, objectifDuClient?: string | null): ActionV1 => {
  const { session: s, contenu: c } = f
  return {
    intitule: s.intitule,
    ...articles[s.nature],
    objectif: objectifDuClient?.trim() || c.objectif,
    objectifs: c.objectifs.length > 0 ? c.objectifs : lignes(c.resultats),
    contenu: lireSequences(c.contenu),
    moyens: { pedagogiques: c.methodes, techniques: c.moyensTechniques, encadrement: c.encadrement },
    minutes: s.minutes,
    jours: joursDe(s),
    debut: s.debut ?? '',
    fin: s.fin ?? '',
    modalite: modalites[modaliteTenue(s)],
    ...distanceDe(f),
    effectif,
    effectifMaximum: Math.max(s.capacite ?? effectif, effectif),
    lieu: {
      nom: s.adresse ? sansVille(s.lieu, s.adresse.ville) : s.lieu,
      ...(s.adresse ? { adresse: s.adresse } : {}),
      acces: c.accessibilite,
    },
    seances: s.seances.map((x) => ({
      date: x.jour,
      debut: heure(x.debutMinutes),
      fin: heure(x.finMinutes),
      minutes: x.finMinutes - x.debutMinutes,
      ...(ditesUneAUne(s) ? { modalite: x.modalite ? motModaliteSeance[x.modalite] : nonDite } : {}),
    })),
    acces: referentDe(f),
    formateurs: s.formateurs,
    suivi: c.suivi,
    evaluation: c.evaluation,
    sanction: c.sanction,
  }
}

/** Vrai tant que l’organisme n’a pas son numéro : sa première convention le précède (R6351-6). */
export const premiere = (f: FaitsDePiece) => (f.organisme.nda === '' ? { premiere: true } : {})
