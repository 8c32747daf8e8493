/** La référence d’un marché gagné, telle qu’un membre la range à son coffre : ce que le dossier dit, rien d’autre. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { champ, type PapierCompose } from './formulaires.ts'
import { type DossierLu, formes } from './groupement.ts'
import { bonsQuiValent, type Commande, type Execution, type FicheDuMarche, type Issue } from './suite.ts'

type Lu = {
  readonly d: Pick<DossierLu, 'g' | 'membres' | 'convention'>
  readonly moi: OrganismeId
  readonly issue: Issue | undefined
  readonly fiche: FicheDuMarche | undefined
  readonly commandes: readonly { readonly cle: string; readonly contenu: Commande }[]
  readonly executions: readonly {
    readonly cle: string
    readonly organisme: OrganismeId
    readonly contenu: Execution
  }[]
}
const jour = (j: string | null | undefined) => (j ? formaterDate(j as DateCivile) : null)

/** Une référence se range d’un marché attribué et signé ; avant, il n’y a rien à citer. */
export const aUneReference = ({ issue, d }: Pick<Lu, 'issue' | 'd'>): boolean =>
  issue?.etat === 'attribue' && d.g.signeLe !== null

/** `accord` : qui, chez le client, accepte d’être cité, et quand. Les montants sont ceux des bons de ce membre, jamais d’un autre. */
export const composerReference = (lu: Lu, accord: string): PapierCompose => {
  const { d, moi } = lu
  const membre = d.membres.find((m) => m.organisme === moi)
  const part = d.convention?.contenu.parts.find((p) => p.organisme === moi)
  const siens = bonsQuiValent(lu.commandes).filter((c) => c.contenu.membre === moi)
  return {
    titre: 'Référence',
    version: 'composée de ce que dit le dossier',
    qui: membre?.nom ?? '',
    rubriques: [
      {
        lettre: 'A',
        titre: 'Le marché',
        champs: [
          champ('Objet', d.g.objet),
          champ('Acheteur', d.g.acheteur),
          champ('Numéro', lu.fiche?.numero),
          champ('Attribué le', jour(lu.issue?.le)),
          champ('Signé le', jour(d.g.signeLe)),
        ],
      },
      {
        lettre: 'B',
        titre: 'Ce que la coopérative y tient',
        champs: [
          champ('Groupement', d.g.forme === null ? null : formes[d.g.forme].nom),
          champ('Rôle', membre?.mandataire ? 'mandataire' : 'membre'),
          champ('Sa partie', part?.tient),
        ],
      },
      {
        lettre: 'C',
        titre: 'Ce qui lui est commandé, hors taxes',
        champs:
          siens.length === 0
            ? [champ('Bons de commande', null)]
            : siens.map(({ cle, contenu: c }) => {
                const e = lu.executions.find((x) => x.cle === cle && x.organisme === moi)?.contenu
                return champ(
                  `Bon ${c.numero}`,
                  `${c.objet}, du ${jour(c.le)}, ${formaterMontant(centimes(c.centimes))}${e ? ` ; réalisé, dit la coopérative : ${e.heures} heures, ${e.stagiaires} stagiaires` : ''}`,
                )
              }),
      },
      { lettre: 'D', titre: 'L’accord du client', champs: [champ('Qui l’accepte, et quand', accord)] },
    ],
  }
}
