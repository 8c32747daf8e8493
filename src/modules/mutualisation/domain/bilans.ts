/**
 * Ce qu’une mission fait aux deux bilans pédagogiques : donné d’un côté, reçu de l’autre (notice du bilan, cadres C, D, E, F-2 et G). Chaque coopérative
 * compare ses livres au constat signé des deux : quand chacune est d’accord avec lui, les deux le sont entre elles.
 */
import { formaterDuree } from '#kernel/heures.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { compter } from '#kernel/texte.ts'
import { formes } from './formes/formes.ts'
import { type Mission, seConfie, toutesTaxes } from './missions.ts'

/** Des minutes animées, et la ligne du cadre E où le bilan d’ici les compte ; nulle : aucun statut ne couvre la personne, et il n’en a pas (V27). */
export type Animee = { readonly ligne: 'interne' | 'externe' | null; readonly minutes: number }
/** Ce que les livres d’ici disent. `ttc` : les pièces dites de cette mission, ou émises pour elle ; nul : on ne lit pas la facturation. */
export type LivresDIci = {
  readonly ttc: number | null
  readonly attendues: boolean
  readonly stagiaires: number
  readonly minutes: number
  /** Ce que la personne a animé : d’après nos feuilles closes, ou, chez qui envoie sans session reçue, d’après le constat. */
  readonly animees: readonly Animee[]
}
export type Accord = 'oui' | 'non' | 'attend'
export type LigneDeBilan = {
  readonly ligne: string
  readonly enFace: string
  /** Ce que le constat, ou les feuilles, disent. */
  readonly dit: string
  readonly ici: string
  readonly accord: Accord
  /** Ce qui ne concorde pas, et quoi faire ; vide si tout va. */
  readonly phrase: string
}

const euros = (c: number) => formaterMontant(centimes(c))
const stagiaires = (n: number, minutes: number) =>
  `${compter(n, 'stagiaire')}, ${formaterDuree(minutes)} de présence`

const argent = (m: Mission, l: LivresDIci): LigneDeBilan[] => {
  if (l.ttc === null || m.faitCentimes === null || m.faitTaux === null) return []
  const du = toutesTaxes({ centimes: m.faitCentimes, taux: m.faitTaux })
  const recoit = m.moi === 'recoit'
  const confie = seConfie(m)
  // Une autre facture à rapprocher n’explique que ce qui manque.
  const accord: Accord = l.ttc === du ? 'oui' : l.ttc === 0 || (l.attendues && l.ttc < du) ? 'attend' : 'non'
  return [
    {
      ligne: recoit
        ? confie
          ? 'D, achats de prestation de formation'
          : 'D, total des charges'
        : confie
          ? 'C, ligne 10'
          : 'hors du cadre C',
      enFace: recoit
        ? confie
          ? 'C, ligne 10'
          : 'hors du cadre C'
        : confie
          ? 'D, achats'
          : 'D, total des charges',
      dit: `${euros(m.faitCentimes)} hors taxes, ${euros(du)} toutes taxes`,
      ici: l.ttc === 0 ? 'aucune pièce' : `${euros(l.ttc)} toutes taxes`,
      accord,
      phrase:
        accord === 'oui'
          ? ''
          : accord === 'attend'
            ? recoit
              ? 'La facture est attendue, ou reste à rapprocher : d’ici là, ce bilan ne la compte pas.'
              : 'La facture n’est pas émise : d’ici là, ce bilan ne la compte pas.'
            : 'Les deux bilans ne concorderont pas : le montant n’est pas celui du constat. Qui envoie corrige sa pièce par un avoir.',
    },
  ]
}

const gens = (m: Mission, l: LivresDIci): LigneDeBilan[] => {
  if (!seConfie(m)) return []
  const recoit = m.moi === 'recoit'
  // Constaté avant que les feuilles soient closes, le suivi dit zéro : rien n’est encore donné, ni reçu.
  const dit = m.suiviStagiaires && m.suiviMinutes ? stagiaires(m.suiviStagiaires, m.suiviMinutes) : undefined
  if (dit === undefined && (!recoit || l.stagiaires === 0))
    return [
      {
        ligne: recoit ? 'F-2' : 'G',
        enFace: recoit ? 'G' : 'F-2',
        dit: 'pas encore dit',
        ici: '',
        accord: 'attend',
        phrase: recoit
          ? 'Confiez-lui ses demi-journées et closez leurs feuilles : F-2 en vient.'
          : `${m.receveur} le dira de ses feuilles closes.`,
      },
    ]
  // Sans session reçue d’ici, le bilan compte la mission même.
  const duConstat = !recoit && l.stagiaires === 0
  if (!recoit && !duConstat && l.minutes === 0)
    return [
      {
        ligne: 'G',
        enFace: 'F-2',
        dit: dit ?? 'pas encore dit',
        ici: 'aucune feuille close',
        accord: 'attend',
        phrase: `Closez les feuilles de votre session reçue de ${m.receveur} : G en vient.`,
      },
    ]
  const meme = duConstat || (l.stagiaires === m.suiviStagiaires && l.minutes === m.suiviMinutes)
  return [
    {
      ligne: recoit ? 'F-2' : 'G',
      enFace: recoit ? 'G' : 'F-2',
      dit: dit ?? 'pas encore dit',
      ici: duConstat ? 'les mêmes, comptés de la mission' : stagiaires(l.stagiaires, l.minutes),
      accord: meme ? 'oui' : 'non',
      phrase: meme
        ? ''
        : recoit
          ? 'Vos feuilles ont changé depuis le constat : F-2 et le cadre G de l’autre ne concordent plus. Redites-le.'
          : `Votre session reçue de ${m.receveur} ne compte pas les mêmes stagiaires, ou pas les mêmes heures : relisez ses présences.`,
    },
  ]
}

const lignesE = { interne: 'E, personnes de l’organisme', externe: 'E, personnes extérieures' } as const

/**
 * Cadre E : qui reçoit compte les heures de ses feuilles, parmi les siens (un prêt) ou les extérieurs ; qui envoie, celles du constat ou de sa session
 * reçue, sauf d’un prêt. La forme dit la ligne attendue ; nos livres comptent d’après le statut de la personne ce jour-là.
 */
const animation = (m: Mission, l: LivresDIci): LigneDeBilan[] => {
  const forme = formes.find((f) => f.code === m.forme)
  if (!forme || m.faitMinutes === null) return []
  const dire = (lignes: readonly string[]): keyof typeof lignesE | null =>
    lignes.includes('E.int') ? 'interne' : lignes.includes('E.ext') ? 'externe' : null
  const [receveur, envoyeur] = [dire(forme.bpf.receveur), dire(forme.bpf.envoyeur)]
  const recoit = m.moi === 'recoit'
  const [attendue, autre] = recoit ? [receveur, envoyeur] : [envoyeur, receveur]
  if (attendue === null) return []
  const ligne = (accord: Accord, ici: string, phrase: string): LigneDeBilan => ({
    ligne: lignesE[attendue],
    enFace: autre ? lignesE[autre] : 'hors du cadre E',
    dit: `${formaterDuree(m.faitMinutes ?? 0)} animées`,
    ici,
    accord,
    phrase,
  })
  if (!recoit && !(m.suiviStagiaires && m.suiviMinutes))
    return [ligne('attend', '', `Elles comptent quand ${m.receveur} a clos ses feuilles.`)]
  const total = l.animees.reduce((t, a) => t + a.minutes, 0)
  if (total === 0)
    return [
      ligne(
        'attend',
        'aucune feuille close',
        recoit
          ? 'Confiez-lui ses demi-journées et closez leurs feuilles : le cadre E en vient.'
          : `Closez les feuilles de votre session reçue de ${m.receveur} : le cadre E en vient.`,
      ),
    ]
  const ici = `${formaterDuree(total)} animées`
  if (l.animees.some((a) => a.ligne === null))
    return [
      ligne(
        'non',
        `${ici}, sans ligne`,
        'Aucun statut ne couvre la personne ces jours-là : votre bilan ne sait pas où la compter. Dites-le à sa fiche.',
      ),
    ]
  const ailleurs = l.animees.find((a) => a.ligne !== attendue)?.ligne
  if (ailleurs)
    return [
      ligne(
        'non',
        `${ici}, ${lignesE[ailleurs]}`,
        `Sa fiche la dit ${ailleurs === 'externe' ? 'extérieure' : 'de l’organisme'} ces jours-là, et votre bilan la compte ainsi ; la forme de cette mission demande l’autre ligne. Relisez son statut.`,
      ),
    ]
  return [
    total === m.faitMinutes
      ? ligne('oui', recoit || l.stagiaires > 0 ? ici : 'les mêmes, comptées de la mission', '')
      : ligne(
          'non',
          ici,
          recoit
            ? 'Vos feuilles ne comptent pas les heures du constat : les deux cadres E ne concordent pas. Relisez les heures de la personne à la session.'
            : `Votre session reçue de ${m.receveur} ne compte pas les heures du constat : relisez les heures de la personne.`,
        ),
  ]
}

/** Ligne à ligne, de ce côté ; rien d’une mission qui n’est pas faite. */
export const accorderLesBilans = (m: Mission, l: LivresDIci): readonly LigneDeBilan[] =>
  m.etat === 'faite' ? [...argent(m, l), ...gens(m, l), ...animation(m, l)] : []
