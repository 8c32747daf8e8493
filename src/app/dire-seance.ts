/** Ce que « En formation » dit d’une séance : ses formes, son compte, jusqu’où l’on signe, qui l’on attend. Pur. */
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { accorder, compter } from '#kernel/texte.ts'
import { heureLocale, jourLocal, type Zone } from '#kernel/zones.ts'
import type { PlaceDansLaSerie } from '#modules/emargement/index.ts'
import type { SeanceDuJour } from '#web/contributions.ts'
import { dessinerMarques, direPlace, direRestants } from './ranger-journee.ts'

/** Les faits d’une séance, quand l’on sait jusqu’où elle se signe. */
export type SeanceADire = {
  readonly lieu: string
  readonly formateur: string
  readonly zone: Zone
  readonly place: PlaceDansLaSerie
  /** La minute où une interruption l’a coupée. */
  readonly arreteeA?: number | null
  readonly inscrits: number
  readonly signees: number
  readonly absences: number
  readonly restent: readonly string[]
  readonly closeLe: Date | null
  readonly liensLe: Date | null
  /** La fenêtre de signature, début et fin compris. */
  readonly ouvreLe: Date
  readonly fermeLe: Date
}

/** Ce que la personne a le droit d’y lire et d’y faire. */
export type DroitsSurLaSeance = { readonly lit: boolean; readonly renvoyer: string | undefined }

const direJour = (le: DateCivile, jour: DateCivile): string =>
  le === jour ? 'aujourd’hui' : le === ajouterJours(jour, -1) ? 'hier' : `le ${formaterDate(le)}`

/** Le reste de la phrase, après « 9 signatures sur 12 ». */
const suiteDe = (s: SeanceADire, restent: number, maintenant: Date): string => {
  const absences =
    s.absences > 0 ? `, ${compter(s.absences, 'absence notée', { pluriel: 'absences notées' })}` : ''
  if (s.closeLe) return `${absences}, feuille close à ${formaterHeure(heureLocale(s.closeLe, s.zone).minute)}`
  if (maintenant > s.fermeLe) return `${absences}, feuille à clore`
  return restent > 0
    ? `${absences}, possibles jusqu’à ${formaterHeure(heureLocale(s.fermeLe, s.zone).minute)}`
    : absences
}

const motRenvoyer = (n: number): string => (n > 1 ? 'Renvoyer leur lien' : 'Renvoyer son lien')

export const direSeance = (
  s: SeanceADire,
  maintenant: Date,
  { lit, renvoyer }: DroitsSurLaSeance,
): Pick<SeanceDuJour, 'detail' | 'marques' | 'compte' | 'restent'> => {
  const arret = s.arreteeA ? `interrompue à ${formaterHeure(s.arreteeA)}` : undefined
  const detail = [s.lieu, s.formateur, direPlace(s.place), arret].filter(Boolean).join(' · ')
  if (s.inscrits === 0) return { detail, marques: [], compte: { suite: 'Personne n’est inscrit.' } }
  const restent = Math.max(0, s.inscrits - s.signees - s.absences)
  const commencee = maintenant >= s.ouvreLe || s.closeLe !== null
  const marques = dessinerMarques({ ...s, restent, ouverte: commencee })
  if (!commencee) {
    const liens = s.liensLe
      ? `, liens envoyés ${direJour(jourLocal(s.liensLe, s.zone), jourLocal(maintenant, s.zone))}`
      : ''
    return {
      detail,
      marques,
      compte: {
        suite: `${compter(s.inscrits, 'stagiaire attendu', { pluriel: 'stagiaires attendus' })}${liens}`,
      },
    }
  }
  const phrase = lit && !s.closeLe ? direRestants(s.restent, restent) : undefined
  return {
    detail,
    marques,
    compte: {
      fort: `${s.signees} ${accorder(s.signees, 'signature')} sur ${s.inscrits}`,
      suite: suiteDe(s, restent, maintenant),
    },
    ...(phrase
      ? {
          restent: {
            phrase,
            ...(renvoyer && maintenant <= s.fermeLe
              ? {
                  renvoyer: {
                    href: renvoyer,
                    geste: motRenvoyer(restent),
                    direct: {
                      href: renvoyer.replace(/#.*$/, ''),
                      champs: { geste: 'envoyer' },
                      libelle: motRenvoyer(restent),
                    },
                  },
                }
              : {}),
          },
        }
      : {}),
  }
}
