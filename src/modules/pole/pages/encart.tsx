/** « Au pôle », dans la marge d’« Aujourd’hui » : la prochaine rencontre, ce que la coopérative y a répondu, les votes ouverts. */
import { formaterJourProche } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { majuscule } from '#kernel/texte.ts'
import { heureLocale, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Encart, Regard } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { type Prochaine, prochainesRencontres, type VoteOuvert, votesOuverts } from '../db/prochain.ts'
import { direReponses } from '../domain/dire-reponses.ts'
import { direPole, rangEnLettres } from '../domain/retour-sur.ts'
import { decisionUrl, poleUrl, reunionUrl } from '../liens.ts'

const Rencontre = ({ p, regard }: { readonly p: Prochaine; readonly regard: Regard }) => {
  const { visiteur, maintenant } = regard
  const r = p.rencontre
  if (!r)
    return (
      <p>
        Aucune rencontre n’est convoquée. <a href={poleUrl({ pole: p.pole })}>{majuscule(direPole(p.nom))}</a>
      </p>
    )
  const [a, b] = [heureLocale(new Date(r.debut), r.zone), heureLocale(new Date(r.fin), r.zone)]
  const cooperative = visiteur.organisme?.nom ?? 'Votre coopérative'
  const ou = r.format === 'visio' ? 'à distance' : (r.hote || r.lieu) && `à ${r.hote || r.lieu}`
  const sansReponse = r.siennes.length === 0 && peutVisiteur(visiteur, 'pole.participer')
  return (
    <p>
      {majuscule(rangEnLettres(r.rang))} rencontre du {direPole(p.nom)},{' '}
      <strong>{formaterJourProche(a.date, jourLocal(maintenant, ZONE_PAR_DEFAUT), 'long')}</strong>, de{' '}
      {formaterHeure(a.minute)} à {formaterHeure(b.minute)}
      {ou ? `, ${ou}` : ''}. {direReponses(cooperative, r.siennes)}{' '}
      <a href={reunionUrl({ pole: p.pole, reunion: r.id })}>
        {sansReponse ? 'Dire qui vient' : 'Voir la rencontre'}
      </a>
    </p>
  )
}

const Vote = ({ v, maintenant }: { readonly v: VoteOuvert; readonly maintenant: Date }) => (
  <p>
    <a href={decisionUrl({ pole: v.pole, decision: v.id })}>{v.titre}</a> : vote ouvert jusqu’au{' '}
    {formaterJourProche(
      jourLocal(new Date(v.fermeLe.getTime() - 1), ZONE_PAR_DEFAUT),
      jourLocal(maintenant, ZONE_PAR_DEFAUT),
      'long',
    )}
    .
  </p>
)

const lit = (visiteur: Visiteur): boolean => peutVisiteur(visiteur, 'pole.lire')

/** Rien pour une coopérative qui n’est d’aucun pôle, ni pour qui ne lit pas la vie des pôles. */
export const encartDuPole = async (tx: TenantTx, regard: Regard): Promise<Encart | undefined> => {
  if (!lit(regard.visiteur)) return undefined
  const [poles, votes] = await Promise.all([
    prochainesRencontres(tx, regard.maintenant),
    votesOuverts(tx, regard.maintenant),
  ])
  if (poles.length === 0) return undefined
  return {
    id: 'au-pole',
    rang: 10,
    titre: poles.length > 1 ? 'Aux pôles' : 'Au pôle',
    contenu: (
      <>
        {poles.map((p) => (
          <Rencontre p={p} regard={regard} />
        ))}
        {votes.map((v) => (
          <Vote v={v} maintenant={regard.maintenant} />
        ))}
      </>
    ),
    dit: [
      ...poles.flatMap((p) => (p.rencontre ? [reunionUrl({ pole: p.pole, reunion: p.rencontre.id })] : [])),
      ...votes.map((v) => decisionUrl({ pole: v.pole, decision: v.id })),
    ],
  }
}
