/** Ce que les inscriptions montrent sur la fiche d'une personne : où l’inscrire d’un clic, et les formations qu'elle a suivies. */
import { type DateCivile, formaterPeriode } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import { lireTiers, type TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Section, Table, UnClic } from '#web/components.tsx'
import type { Direct, PersonneContribution } from '#web/contributions.ts'
import { lireDossiers } from '../db/dossiers.queries.ts'
import { type PlaceOfferte, placesOffertes } from '../db/places-offertes.queries.ts'
import { type Suivie, suiviesPar } from '../db/suivies.queries.ts'
import { statutPropose } from '../domain/dossier.ts'
import { asEtatInscription, motEtatInscription } from '../domain/etats.ts'
import { inscrireUrl } from '../liens.ts'

/** Ce que la page montre d’un coup : au-delà, la session elle-même inscrit. */
const MAX = 6

type Place = PlaceOfferte & {
  /** Qui paie, s’il est connu. */
  readonly client: string | undefined
  /** Absent, l’action a commencé : le formulaire dit d’abord ce que l’arrivée touche. */
  readonly direct: Direct | undefined
}

/** Celles que la page montre, et une de plus s’il y en a d’autres. */
const placesDe = async (tx: TenantTx, personnes: readonly string[], jour: DateCivile): Promise<Place[]> => {
  const elle = await lireTiers(tx, personnes[0] as TiersId)
  if (!elle) return []
  const offertes = await placesOffertes(tx, personnes, jour, MAX + 1)
  const dossiers = new Map(
    (
      await lireDossiers(
        tx,
        offertes.flatMap((p) => p.dossier ?? []),
      )
    ).map((d) => [d.id, d]),
  )
  return offertes.map((p) => {
    const dossier = p.dossier ? dossiers.get(p.dossier) : undefined
    const statut =
      dossier && statutPropose({ ...dossier, dispositifs: dossier.financements.map((l) => l.dispositif) })
    return {
      ...p,
      client: dossier?.client,
      direct:
        p.debut > jour
          ? {
              href: inscrireUrl({ session: p.session }),
              champs: {
                dossier: p.dossier ?? '',
                statutCommun: statut ?? '',
                'apprenants[0].prenom': elle.prenom,
                'apprenants[0].nom': elle.nom,
                'apprenants[0].courriel': elle.courriel ?? '',
                'apprenants[0].choix': elle.id,
              },
              libelle: 'Inscrire',
            }
          : undefined,
    }
  })
}

const Places = ({ places }: { places: readonly Place[] }) => (
  <Section titre="Inscrire à une session" id="inscrire">
    <Table
      legende="Sessions qui prennent encore du monde"
      lignes={places.slice(0, MAX)}
      colonnes={[
        {
          titre: 'Session',
          entete: true,
          cell: (p) => <a href={sessionUrl({ session: p.session })}>{p.intitule}</a>,
        },
        { titre: 'Dates', cell: (p) => formaterPeriode(p.debut, p.fin) },
        { titre: 'Client', cell: (p) => p.client ?? 'à dire ensuite' },
        {
          titre: 'Geste',
          cell: (p) =>
            p.direct ? (
              <UnClic direct={p.direct} pour={`à ${p.intitule}, ${p.numero}`} />
            ) : (
              <a href={inscrireUrl({ session: p.session })}>
                Inscrire en cours de route
                <span class="unseen">
                  {' '}
                  à {p.intitule}, {p.numero}
                </span>
              </a>
            ),
        },
      ]}
    />
    {places.length > MAX ? (
      <p>
        D’autres sessions prennent encore du monde : <a href={sessionsUrl()}>voir toutes les sessions</a>.
      </p>
    ) : null}
  </Section>
)

const Suivies = ({ suivies }: { suivies: readonly Suivie[] }) => (
  <Section titre="Formations suivies" id="formations">
    <Table
      legende="Sessions où cette personne a été inscrite"
      lignes={suivies}
      colonnes={[
        {
          titre: 'Session',
          entete: true,
          cell: (s) => <a href={sessionUrl({ session: s.session })}>{s.intitule}</a>,
        },
        { titre: 'Numéro', cell: (s) => s.numero },
        { titre: 'Dates', cell: (s) => (s.du && s.au ? formaterPeriode(s.du, s.au) : 'à venir') },
        {
          titre: 'Inscription',
          cell: (s) => {
            const etat = asEtatInscription(s.etat)
            return etat ? motEtatInscription[etat] : ''
          },
        },
      ]}
    />
  </Section>
)

export const contributionPersonne: PersonneContribution = {
  nom: 'inscriptions',
  rang: 50,
  async section(tx, personnes, visiteur, maintenant) {
    if (!peutVisiteur(visiteur, 'inscriptions.lire')) return undefined
    const suivies = await suiviesPar(tx, personnes)
    const places =
      peutVisiteur(visiteur, 'inscriptions.inscrire') && visiteur.lectureSeule !== true
        ? await placesDe(tx, personnes, jourLocal(maintenant, ZONE_PAR_DEFAUT))
        : []
    if (suivies.length + places.length === 0) return undefined
    return (
      <>
        {places.length > 0 ? <Places places={places} /> : null}
        {suivies.length > 0 ? <Suivies suivies={suivies} /> : null}
      </>
    )
  },
}
