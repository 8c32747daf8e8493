/** Ce que la pièce signée dit de l’offre, et que la version suivie dit autrement. Pur. */
import { formaterDuree } from '#kernel/heures.ts'
import { minuscule } from '#kernel/texte.ts'
import { type Contenu, differences } from '#modules/catalogue/index.ts'
import { minutesEcrites } from '../domain/a-distance.ts'
import { lignes, lireSequences } from './donnees-pieces.ts'
import type { ActionV1, ContratV1 } from './dossier.v1.ts'

/** L’action figée ; une pièce d’un gabarit plus ancien peut n’en pas tout dire. */
type ActionFigee = Partial<ActionV1> & Partial<Pick<ContratV1['action'], 'prerequis'>>

type Suivi = {
  readonly contenu: Contenu
  readonly intitule: string
  readonly modalite: 'presentiel' | 'mixte' | 'distance'
  /** L’objectif que le client a fait écrire tient lieu de celui de l’offre. */
  readonly objectif: string | null
}

const sequences = (lues: ActionV1['contenu']): string =>
  lues.map((s) => [s.sequence, s.detail].filter(Boolean).join('\u00a0: ')).join('\n')

/**
 * Les rubriques de l’offre que la pièce porte et qui diffèrent de ce que la session suit, nommées comme au catalogue : « contenu »,
 * « évaluation ». Ce que la pièce ne porte pas (le public visé, le délai d’accès) ne compte pas ; ni les dates, ni la durée, ni le prix,
 * qui sont de la session et se comparent ailleurs. `piece` : son JSON figé.
 */
export const rubriquesChangees = (piece: unknown, s: Suivi): readonly string[] => {
  const a = (piece as { readonly action?: ActionFigee } | null)?.action
  if (!a) return []
  const { contenu: c } = s
  const apres: Contenu = {
    ...c,
    intitule: s.intitule,
    objectif: s.objectif?.trim() || c.objectif,
    objectifs: c.objectifs.length > 0 ? c.objectifs : lignes(c.resultats),
    contenu: sequences(lireSequences(c.contenu)),
    foadDuree: formaterDuree(minutesEcrites(c.foadDuree)),
    certification: c.certLibelle ? c.certification : null,
    certificateur: c.certLibelle ? c.certificateur : '',
  }
  const figee = a.moyens
    ? {
        certLibelle: a.certification?.libelle ?? '',
        certification: a.certification?.code || null,
        certificateur: a.certification?.certificateur ?? '',
        ...(s.modalite === 'presentiel'
          ? {}
          : {
              foadActivites: a.distance?.activites ?? '',
              foadDuree: formaterDuree(a.distance?.minutes ?? 0),
              foadAssistance: a.distance?.assistance ?? '',
            }),
      }
    : {}
  const avant: Contenu = {
    ...apres,
    ...figee,
    intitule: a.intitule ?? apres.intitule,
    objectif: a.objectif ?? apres.objectif,
    objectifs: a.objectifs ? [...a.objectifs] : apres.objectifs,
    contenu: a.contenu ? sequences(a.contenu) : apres.contenu,
    methodes: a.moyens?.pedagogiques ?? apres.methodes,
    moyensTechniques: a.moyens?.techniques ?? apres.moyensTechniques,
    encadrement: a.moyens?.encadrement ?? apres.encadrement,
    prerequis: a.prerequis ?? apres.prerequis,
    suivi: a.suivi ?? apres.suivi,
    evaluation: a.evaluation ?? apres.evaluation,
    sanction: a.sanction ?? apres.sanction,
    accessibilite: a.lieu?.acces ?? apres.accessibilite,
  }
  return differences(avant, apres).map((d) => minuscule(d.nom))
}
