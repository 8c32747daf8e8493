import { formaterDate } from '#kernel/dates.ts'
import { ButtonLink, Empty } from '#web/components.tsx'
import type { Demi } from '../domain/ports.ts'
import { fenetreDe } from '../domain/signer-demi-journee.ts'
import { feuilleUrl } from '../liens.ts'
import { fermeture } from './commun.ts'

/** Cette demi-journée ne se signe plus : sa feuille est close, ou le temps pour signer est passé. */
export const neSeSignePlus = (demi: Demi, maintenant: Date): boolean =>
  demi.seance.close || maintenant > fenetreDe(demi.seance).fermeLe

/** « le 27 nov. 2026 à 19 h » : dit après coup, l’heure seule tromperait sur le jour. */
export const fermeeLe = (demi: Demi): string =>
  `le ${formaterDate(demi.seance.date, 'court')} à ${fermeture(demi)}`

/** À la place d’un geste qui serait refusé : pourquoi, et où aller. */
export const TropTard = ({ demi }: { readonly demi: Demi }) => (
  <Empty
    titre="Cette demi-journée ne se signe plus"
    gestes={
      <ButtonLink genre="main" href={feuilleUrl({ session: demi.session.id, seance: demi.seance.id })}>
        Revenir à la feuille
      </ButtonLink>
    }
  >
    {demi.seance.close
      ? 'Sa feuille est close : une présence s’y corrige, avec un motif.'
      : `La fenêtre de signature a fermé ${fermeeLe(demi)} : une présence s’atteste sur la feuille, avec un motif.`}
  </Empty>
)
