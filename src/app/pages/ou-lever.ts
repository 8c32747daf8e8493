import { offreUrl } from '#modules/catalogue/index.ts'
import { sessionControlesUrl } from '#modules/controles/index.ts'
import { attestationsUrl, certificatsUrl } from '#modules/emargement/index.ts'
import { inscrireUrl, prevenirUrl } from '#modules/inscriptions/index.ts'
import type { Droit } from '#modules/organisme/index.ts'
import { questionnairesDeSessionUrl } from '#modules/questionnaires/index.ts'
import { type Garde, modifierSessionUrl, type SessionLue, sessionUrl } from '#modules/sessions/index.ts'

/** `droit` : ce que demande la page où elle mène, quand ce n’est pas de lire la session. */
export type Issue = { readonly libelle: string; readonly href: string; readonly droit?: Droit }

/** L’écran où une condition se lève. Rien : elle vient avec le calendrier, ou se juge hors du logiciel. */
export const ouLever = (garde: Garde, s: Pick<SessionLue, 'id' | 'offre'>): Issue | undefined => {
  const session = s.id
  const ici = (ancre: string) => `${sessionUrl({ session })}#${ancre}`
  switch (garde) {
    case 'offre-publiee':
      return { libelle: 'Voir l’offre', href: offreUrl({ offre: s.offre }) }
    case 'dates-posees':
    case 'lieu-pose':
    case 'formateur-pressenti':
    case 'formateur-affecte':
    case 'prix-pose':
    case 'capacite-posee':
    case 'seance-a-venir':
      return { libelle: 'Changer la session', href: modifierSessionUrl({ session }) }
    case 'effectif-atteint':
      return { libelle: 'Inscrire', href: inscrireUrl({ session }) }
    case 'controles-leves':
      return { libelle: 'Voir les contrôles', href: sessionControlesUrl({ session }) }
    case 'creneaux-statues':
      return { libelle: 'Voir les feuilles', href: ici('emargement') }
    case 'acquis-evalues':
      return { libelle: 'Écrire les acquis', href: attestationsUrl({ session }) }
    case 'certificats-emis':
      return { libelle: 'Émettre les certificats', href: certificatsUrl({ session }) }
    case 'factures-emises':
      return { libelle: 'Voir la facturation', href: ici('facturation') }
    case 'bilan-fait':
      return { libelle: 'Demander le bilan', href: questionnairesDeSessionUrl({ session }) }
    case 'avis-traces':
      return { libelle: 'Aviser', href: prevenirUrl({ session }), droit: 'inscriptions.convoquer' }
    default:
      return undefined
  }
}
