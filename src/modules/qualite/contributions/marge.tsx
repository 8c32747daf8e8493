/** Ce que la qualité met dans la marge d’« Aujourd’hui » : l’audit, ce qui expire, la déclaration du CPF, les réclamations. */
import { ajouterJours, type DateCivile, dateCivile, formaterDate, formaterJourProche } from '#kernel/dates.ts'
import { enVigueur } from '#kernel/parametres.ts'
import { compter } from '#kernel/texte.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import { type Echeance, type Encart, HORIZON_DES_ECHEANCES, type Regard } from '#web/contributions.ts'
import { bilanDesReclamations } from '../db/affaires.ts'
import { lireCadre } from '../db/cadre.ts'
import { lignesQuiFinissent } from '../db/registre.ts'
import { lireVolumesCpf } from '../db/sous-traitance.ts'
import { delais } from '../domain/controles/parametres.ts'
import { direAudit, direLigneQuiFinit, genresATerme } from '../domain/echeances.ts'
import { declarationCpf } from '../domain/sous-traitance.ts'
import { aujourdhui } from '../lecture/lire-score.ts'
import { affairesUrl, affaireUrl, ligneUrl, qualiteUrl, sousTraitanceUrl } from '../liens.ts'

const volumesUneFois = uneFois((tx) => lireVolumesCpf(tx))

/** Ce qui est vendu au CPF, et confié, cette année ; lu une fois pour « À vous » et pour « Échéances ». */
export const volumesDeLAnnee = async (tx: TenantTx, jour: DateCivile) =>
  (await volumesUneFois(tx, '')).find((v) => v.annee === jour.slice(0, 4))

const declaration = (contrats: number, jour: DateCivile): Echeance[] => {
  const le = dateCivile(`${jour.slice(0, 4)}-${enVigueur(declarationCpf, jour)}`)
  // Rien ne dit ici qu’elle est faite : passé le jour, la page n’en dit rien plutôt que d’accuser.
  return contrats > 0 && le && le >= jour
    ? [
        {
          jour: le,
          chose: 'Déclarer la sous-traitance CPF',
          href: sousTraitanceUrl(),
          suite: ` de l’année, ${compter(contrats, 'contrat')} au registre. Échéance observée, à confirmer.`,
        },
      ]
    : []
}

export const echeancesQualite = async (
  tx: TenantTx,
  { visiteur, maintenant }: Regard,
): Promise<readonly Echeance[]> => {
  if (!peutVisiteur(visiteur, 'qualite.lire')) return []
  const jour = aujourdhui(maintenant)
  const ecrit = peutVisiteur(visiteur, 'qualite.ecrire')
  const [cadre, lignes, an] = await Promise.all([
    lireCadre(tx),
    lignesQuiFinissent(tx, genresATerme, {
      du: jour,
      au: ajouterJours(jour, HORIZON_DES_ECHEANCES),
      moisDuCv: delais.cv,
    }),
    ecrit ? volumesDeLAnnee(tx, jour) : undefined,
  ])
  const auditLe = cadre?.auditLe as DateCivile | undefined
  return [
    ...declaration(an?.contrats ?? 0, jour),
    ...lignes.map((l) => ({
      jour: l.finit as DateCivile,
      href: ligneUrl({ genre: l.genre, ligne: l.id }),
      ...direLigneQuiFinit(l),
    })),
    ...(cadre && auditLe && auditLe >= jour
      ? [{ jour: auditLe, href: qualiteUrl(), ...direAudit(cadre.genre, auditLe, jour) }]
      : []),
  ]
}

/** Aucune ouverte est une nouvelle : on la dit, avec la dernière close. */
export const encartReclamations = async (
  tx: TenantTx,
  { visiteur, maintenant }: Regard,
): Promise<Encart | undefined> => {
  if (!peutVisiteur(visiteur, 'qualite.lire')) return undefined
  const { ouvertes, depuis, derniere } = await bilanDesReclamations(tx)
  const jour = aujourdhui(maintenant)
  const dire = (d: string) => formaterJourProche(d as DateCivile, jour, 'long')
  return {
    id: 'reclamations',
    rang: 20,
    titre: 'Réclamations',
    contenu: (
      <p>
        {ouvertes > 0 ? (
          <>
            <a href={affairesUrl()}>
              {compter(ouvertes, 'réclamation ouverte', { pluriel: 'réclamations ouvertes' })}
            </a>
            {depuis ? `, ${ouvertes > 1 ? 'la plus ancienne' : 'reçue'} ${dire(depuis)}.` : '.'}
          </>
        ) : derniere ? (
          <>
            Aucune ouverte. La dernière, <a href={affaireUrl({ affaire: derniere.id })}>{derniere.objet}</a>,
            est close depuis le {formaterDate(derniere.closeLe as DateCivile)}.
          </>
        ) : (
          <>
            Aucune jusqu’ici. <a href={affairesUrl()}>Le registre</a>
          </>
        )}
      </p>
    ),
  }
}
